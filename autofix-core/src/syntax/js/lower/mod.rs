//! From the parser's arena to the tree that facts are read from.

mod expr;

use crate::syntax::tree::{
    Class, Declarator, Export, Func, Import, ImportName, Pattern, Stmt, StmtKind, Text,
};
use crate::text::Span;
use oxc_ast::ast;
use oxc_span::{GetSpan, Span as OxcSpan};

/// Deeper than people nest and shallower than a stack holds; what lies below is left out.
const DEPTH: u32 = 400;

pub(super) struct Lower {
    /// Added to every offset: where the parsed piece begins in the file.
    pub(super) base: u32,
    pub(super) depth: u32,
}

impl Lower {
    pub(super) fn span(&self, span: OxcSpan) -> Span {
        Span::new(span.start + self.base, span.end + self.base)
    }

    pub(super) fn text(&self, value: &str, span: OxcSpan) -> Text {
        Text { value: value.to_owned(), span: self.span(span) }
    }

    pub(super) fn stmts(&mut self, stmts: &[ast::Statement<'_>]) -> Vec<Stmt> {
        stmts.iter().map(|stmt| self.stmt(stmt)).collect()
    }

    pub(super) fn boxed(&mut self, stmt: &ast::Statement<'_>) -> Box<Stmt> {
        Box::new(self.stmt(stmt))
    }

    pub(super) fn stmt(&mut self, stmt: &ast::Statement<'_>) -> Stmt {
        let span = self.span(stmt.span());
        if self.depth > DEPTH {
            return Stmt { span, kind: StmtKind::Other };
        }
        self.depth += 1;
        let kind = self.stmt_kind(stmt);
        self.depth -= 1;
        Stmt { span, kind }
    }

    pub(super) fn stmt_kind(&mut self, stmt: &ast::Statement<'_>) -> StmtKind {
        use ast::Statement as S;
        if let Some(declaration) = stmt.as_declaration() {
            return self.declaration(declaration);
        }
        match stmt {
            S::BlockStatement(it) => StmtKind::Block(self.stmts(&it.body)),
            S::BreakStatement(_) => StmtKind::Break,
            S::ContinueStatement(_) => StmtKind::Continue,
            S::ExpressionStatement(it) => StmtKind::Expr(self.expr(&it.expression)),
            S::IfStatement(it) => StmtKind::If {
                test: self.expr(&it.test),
                then: self.boxed(&it.consequent),
                otherwise: it.alternate.as_ref().map(|stmt| self.boxed(stmt)),
            },
            S::DoWhileStatement(it) => {
                StmtKind::Loop { head: vec![self.expr(&it.test)], body: self.boxed(&it.body) }
            }
            S::WhileStatement(it) => {
                StmtKind::Loop { head: vec![self.expr(&it.test)], body: self.boxed(&it.body) }
            }
            S::ForStatement(it) => {
                let mut head = Vec::new();
                match &it.init {
                    Some(ast::ForStatementInit::VariableDeclaration(var)) => {
                        head.extend(
                            var.declarations.iter().filter_map(|d| d.init.as_ref()).map(|e| self.expr(e)),
                        );
                    }
                    Some(init) => head.extend(init.as_expression().map(|e| self.expr(e))),
                    None => {}
                }
                head.extend(it.test.iter().chain(&it.update).map(|e| self.expr(e)));
                StmtKind::Loop { head, body: self.boxed(&it.body) }
            }
            S::ForInStatement(it) => {
                StmtKind::Loop { head: vec![self.expr(&it.right)], body: self.boxed(&it.body) }
            }
            S::ForOfStatement(it) => {
                StmtKind::Loop { head: vec![self.expr(&it.right)], body: self.boxed(&it.body) }
            }
            S::LabeledStatement(it) => StmtKind::Block(vec![self.stmt(&it.body)]),
            S::ReturnStatement(it) => StmtKind::Return(it.argument.as_ref().map(|e| self.expr(e))),
            S::ThrowStatement(it) => StmtKind::Throw(self.expr(&it.argument)),
            S::SwitchStatement(it) => StmtKind::Switch {
                subject: self.expr(&it.discriminant),
                cases: (it.cases.iter())
                    .map(|case| (case.test.as_ref().map(|e| self.expr(e)), self.stmts(&case.consequent)))
                    .collect(),
            },
            S::TryStatement(it) => StmtKind::Try {
                block: self.stmts(&it.block.body),
                handler: it.handler.as_ref().map(|handler| self.stmts(&handler.body.body)),
                finalizer: it.finalizer.as_ref().map(|block| self.stmts(&block.body)),
            },
            S::ImportDeclaration(it) => StmtKind::Import(self.import(it)),
            S::ExportAllDeclaration(it) => StmtKind::Export(Export::All {
                name: it.exported.as_ref().map(|name| self.module_name(name)),
                from: self.text(&it.source.value, it.source.span),
            }),
            S::ExportDefaultDeclaration(it) => {
                StmtKind::Export(Export::Default(Box::new(self.export_default(it))))
            }
            S::ExportDeclaration(it) => {
                let span = self.span(it.declaration.span());
                let kind = self.declaration(&it.declaration);
                StmtKind::Export(Export::Decl(Box::new(Stmt { span, kind })))
            }
            S::ExportNamedDeclaration(it) => StmtKind::Export(Export::Names {
                names: self.export_names(&it.specifiers),
                from: None,
                type_only: it.export_kind.is_type(),
            }),
            S::ExportFromDeclaration(it) => StmtKind::Export(Export::Names {
                names: self.export_names(&it.specifiers),
                from: Some(self.text(&it.source.value, it.source.span)),
                type_only: it.export_kind.is_type(),
            }),
            S::TSExportAssignment(it) => {
                let span = self.span(it.expression.span());
                let kind = StmtKind::Expr(self.expr(&it.expression));
                StmtKind::Export(Export::Default(Box::new(Stmt { span, kind })))
            }
            _ => StmtKind::Other,
        }
    }

    pub(super) fn declaration(&mut self, declaration: &ast::Declaration<'_>) -> StmtKind {
        use ast::Declaration as D;
        match declaration {
            D::VariableDeclaration(it) => StmtKind::Var(
                (it.declarations.iter())
                    .map(|it| Declarator {
                        pattern: self.pattern(&it.id),
                        init: it.init.as_ref().map(|e| self.expr(e)),
                        span: self.span(it.span),
                    })
                    .collect(),
            ),
            D::FunctionDeclaration(it) => match it.body {
                Some(_) => StmtKind::Func(Box::new(self.function(it))),
                None => StmtKind::Other,
            },
            D::ClassDeclaration(it) => StmtKind::Class(Box::new(self.class(it))),
            D::TSTypeAliasDeclaration(it) => {
                StmtKind::Type { name: self.text(&it.id.name, it.id.span), is_value: false }
            }
            D::TSInterfaceDeclaration(it) => {
                StmtKind::Type { name: self.text(&it.id.name, it.id.span), is_value: false }
            }
            D::TSEnumDeclaration(it) => {
                StmtKind::Type { name: self.text(&it.id.name, it.id.span), is_value: true }
            }
            D::TSNamespaceDeclaration(_)
            | D::TSExternalModuleDeclaration(_)
            | D::TSGlobalDeclaration(_)
            | D::TSImportEqualsDeclaration(_) => StmtKind::Other,
        }
    }

    pub(super) fn import(&mut self, it: &ast::ImportDeclaration<'_>) -> Import {
        let names = (it.specifiers.iter().flatten())
            .map(|specifier| {
                use ast::ImportDeclarationSpecifier as S;
                let (imported, local, type_only, span) = match specifier {
                    S::ImportSpecifier(it) => {
                        (self.module_name(&it.imported), &it.local, it.import_kind.is_type(), it.span)
                    }
                    S::ImportDefaultSpecifier(it) => {
                        (self.text("default", it.span), &it.local, false, it.span)
                    }
                    S::ImportNamespaceSpecifier(it) => (self.text("*", it.span), &it.local, false, it.span),
                };
                ImportName {
                    imported,
                    local: self.text(&local.name, local.span),
                    type_only,
                    span: self.span(span),
                }
            })
            .collect();
        Import {
            from: self.text(&it.source.value, it.source.span),
            names,
            type_only: it.import_kind.is_type(),
        }
    }

    pub(super) fn export_names(&self, specifiers: &[ast::ExportSpecifier<'_>]) -> Vec<(Text, Text)> {
        (specifiers.iter()).map(|it| (self.module_name(&it.local), self.module_name(&it.exported))).collect()
    }

    pub(super) fn export_default(&mut self, it: &ast::ExportDefaultDeclaration<'_>) -> Stmt {
        use ast::ExportDefaultDeclarationKind as K;
        let span = self.span(it.declaration.span());
        let kind = match &it.declaration {
            K::FunctionDeclaration(func) => StmtKind::Func(Box::new(self.function(func))),
            K::ClassDeclaration(class) => StmtKind::Class(Box::new(self.class(class))),
            K::TSInterfaceDeclaration(it) => {
                StmtKind::Type { name: self.text(&it.id.name, it.id.span), is_value: false }
            }
            other => other.as_expression().map_or(StmtKind::Other, |e| StmtKind::Expr(self.expr(e))),
        };
        Stmt { span, kind }
    }

    pub(super) fn module_name(&self, name: &ast::ModuleExportName<'_>) -> Text {
        self.text(&name.name(), name.span())
    }

    pub(super) fn pattern(&mut self, pattern: &ast::BindingPattern<'_>) -> Pattern {
        use ast::BindingPattern as P;
        match pattern {
            P::BindingIdentifier(it) => Pattern::Name(self.text(&it.name, it.span)),
            P::ObjectPattern(it) => {
                let mut parts: Vec<(String, Pattern)> = (it.properties.iter())
                    .map(|prop| {
                        (prop.key.static_name().unwrap_or_default().into_owned(), self.pattern(&prop.value))
                    })
                    .collect();
                parts.extend(it.rest.iter().map(|rest| ("...".to_owned(), self.pattern(&rest.argument))));
                Pattern::Object(parts)
            }
            P::ArrayPattern(it) => {
                let mut parts: Vec<Pattern> =
                    it.elements.iter().flatten().map(|part| self.pattern(part)).collect();
                parts.extend(it.rest.iter().map(|rest| self.pattern(&rest.argument)));
                Pattern::Array(parts)
            }
            P::AssignmentPattern(it) => self.pattern(&it.left),
        }
    }

    pub(super) fn params(&mut self, params: &ast::FormalParameters<'_>) -> Vec<Pattern> {
        let mut all: Vec<Pattern> = params.items.iter().map(|param| self.pattern(&param.pattern)).collect();
        all.extend(params.rest.iter().map(|rest| self.pattern(&rest.rest.argument)));
        all
    }

    pub(super) fn function(&mut self, it: &ast::Function<'_>) -> Func {
        let body = it.body.as_ref();
        Func {
            name: it.id.as_ref().map(|id| self.text(&id.name, id.span)),
            params: self.params(&it.params),
            params_span: self.span(it.params.span),
            body: body.map(|body| self.stmts(&body.statements)).unwrap_or_default(),
            body_span: body.map_or(Span::at(it.span.end + self.base), |body| self.span(body.span)),
            is_async: it.r#async,
            is_expression: false,
            span: self.span(it.span),
        }
    }

    pub(super) fn arrow(&mut self, it: &ast::ArrowFunctionExpression<'_>) -> Func {
        let (body, is_expression) = match &it.body {
            ast::ArrowFunctionBody::FunctionBody(body) => (self.stmts(&body.statements), false),
            other => {
                let value = other.as_expression().map(|e| self.expr(e));
                (vec![Stmt { span: self.span(other.span()), kind: StmtKind::Return(value) }], true)
            }
        };
        Func {
            name: None,
            params: self.params(&it.params),
            params_span: self.span(it.params.span),
            body,
            body_span: self.span(it.body.span()),
            is_async: it.r#async,
            is_expression,
            span: self.span(it.span),
        }
    }

    pub(super) fn class(&mut self, it: &ast::Class<'_>) -> Class {
        let (mut methods, mut fields) = (Vec::new(), Vec::new());
        for element in &it.body.body {
            let name = element.static_name().unwrap_or_default().into_owned();
            match element {
                ast::ClassElement::MethodDefinition(method) => {
                    methods.push((name, self.function(&method.value)));
                }
                ast::ClassElement::PropertyDefinition(field) => {
                    fields.extend(field.value.as_ref().map(|value| (name, self.expr(value))));
                }
                _ => {}
            }
        }
        Class {
            name: it.id.as_ref().map(|id| self.text(&id.name, id.span)),
            extends: it.heritage.as_ref().map(|base| self.expr(&base.expression)),
            methods,
            fields,
            span: self.span(it.span),
        }
    }
}
