//! From the parser's arena to the tree that facts are read from.

use crate::syntax::tree::{
    Call, Class, Declarator, Export, Expr, ExprKind, Func, Import, ImportName, Pattern, Prop, Stmt, StmtKind,
    Text,
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

    fn text(&self, value: &str, span: OxcSpan) -> Text {
        Text { value: value.to_owned(), span: self.span(span) }
    }

    pub(super) fn stmts(&mut self, stmts: &[ast::Statement<'_>]) -> Vec<Stmt> {
        stmts.iter().map(|stmt| self.stmt(stmt)).collect()
    }

    fn boxed(&mut self, stmt: &ast::Statement<'_>) -> Box<Stmt> {
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

    fn stmt_kind(&mut self, stmt: &ast::Statement<'_>) -> StmtKind {
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

    fn declaration(&mut self, declaration: &ast::Declaration<'_>) -> StmtKind {
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

    fn import(&mut self, it: &ast::ImportDeclaration<'_>) -> Import {
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

    fn export_names(&self, specifiers: &[ast::ExportSpecifier<'_>]) -> Vec<(Text, Text)> {
        (specifiers.iter()).map(|it| (self.module_name(&it.local), self.module_name(&it.exported))).collect()
    }

    fn export_default(&mut self, it: &ast::ExportDefaultDeclaration<'_>) -> Stmt {
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

    fn module_name(&self, name: &ast::ModuleExportName<'_>) -> Text {
        self.text(&name.name(), name.span())
    }

    fn pattern(&mut self, pattern: &ast::BindingPattern<'_>) -> Pattern {
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

    fn params(&mut self, params: &ast::FormalParameters<'_>) -> Vec<Pattern> {
        let mut all: Vec<Pattern> = params.items.iter().map(|param| self.pattern(&param.pattern)).collect();
        all.extend(params.rest.iter().map(|rest| self.pattern(&rest.rest.argument)));
        all
    }

    fn function(&mut self, it: &ast::Function<'_>) -> Func {
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

    fn arrow(&mut self, it: &ast::ArrowFunctionExpression<'_>) -> Func {
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

    fn class(&mut self, it: &ast::Class<'_>) -> Class {
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

    fn boxed_expr(&mut self, expr: &ast::Expression<'_>) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: &ast::Expression<'_>) -> Expr {
        let span = self.span(expr.span());
        if self.depth > DEPTH {
            return Expr { span, kind: ExprKind::Other(Vec::new()) };
        }
        self.depth += 1;
        let lowered = self.expr_inner(expr, span);
        self.depth -= 1;
        lowered
    }

    fn expr_inner(&mut self, expr: &ast::Expression<'_>, span: Span) -> Expr {
        use ast::Expression as E;
        let kind = match expr {
            E::BooleanLiteral(it) => ExprKind::Bool(it.value),
            E::NullLiteral(_) => ExprKind::Null,
            E::NumericLiteral(it) => ExprKind::Num(it.value),
            E::RegExpLiteral(it) => ExprKind::Regex(it.regex.pattern.text.to_string()),
            E::StringLiteral(it) => ExprKind::Str(it.value.to_string()),
            E::TemplateLiteral(it) => self.template(it),
            E::Identifier(it) => ExprKind::Ident(it.name.to_string()),
            E::Super(_) => ExprKind::Word("super"),
            E::ThisExpression(_) => ExprKind::Word("this"),
            E::ImportMeta(_) => ExprKind::Word("import.meta"),
            E::ArrayExpression(it) => {
                let mut items = Vec::new();
                for element in &it.elements {
                    if let ast::ArrayExpressionElement::SpreadElement(spread) = element {
                        items.push(self.spread(spread));
                    } else if let Some(item) = element.as_expression() {
                        items.push(self.expr(item));
                    }
                }
                ExprKind::Array(items)
            }
            E::ArrowFunctionExpression(it) => ExprKind::Func(Box::new(self.arrow(it))),
            E::FunctionExpression(it) => ExprKind::Func(Box::new(self.function(it))),
            E::ClassExpression(it) => ExprKind::Class(Box::new(self.class(it))),
            E::AssignmentExpression(it) => ExprKind::Assign {
                target: Box::new(self.target(&it.left)),
                value: self.boxed_expr(&it.right),
                plain: it.operator.as_str() == "=",
            },
            E::AwaitExpression(it) => ExprKind::Await(self.boxed_expr(&it.argument)),
            E::BinaryExpression(it) => ExprKind::Binary {
                operator: it.operator.as_str(),
                left: self.boxed_expr(&it.left),
                right: self.boxed_expr(&it.right),
            },
            E::LogicalExpression(it) => ExprKind::Logical {
                operator: it.operator.as_str(),
                left: self.boxed_expr(&it.left),
                right: self.boxed_expr(&it.right),
            },
            E::UnaryExpression(it) => {
                ExprKind::Unary { operator: it.operator.as_str(), operand: self.boxed_expr(&it.argument) }
            }
            E::CallExpression(it) => self.call(&it.callee, &it.arguments, false, it.span),
            E::NewExpression(it) => self.call(&it.callee, &it.arguments, true, it.span),
            E::ChainExpression(it) => match &it.expression {
                ast::ChainElement::CallExpression(call) => {
                    self.call(&call.callee, &call.arguments, false, call.span)
                }
                ast::ChainElement::TSNonNullExpression(it) => return self.expr(&it.expression),
                other => match other.as_member_expression() {
                    Some(member) => self.member(member),
                    None => ExprKind::Other(Vec::new()),
                },
            },
            E::ConditionalExpression(it) => ExprKind::Cond {
                test: self.boxed_expr(&it.test),
                then: self.boxed_expr(&it.consequent),
                otherwise: self.boxed_expr(&it.alternate),
            },
            E::ImportExpression(it) => ExprKind::ImportCall(self.boxed_expr(&it.source)),
            E::ObjectExpression(it) => {
                ExprKind::Object(it.properties.iter().map(|prop| self.prop(prop)).collect())
            }
            E::SequenceExpression(it) => {
                ExprKind::Other(it.expressions.iter().map(|e| self.expr(e)).collect())
            }
            E::TaggedTemplateExpression(it) => {
                let mut parts = vec![self.expr(&it.tag)];
                parts.extend(it.quasi.expressions.iter().map(|e| self.expr(e)));
                ExprKind::Other(parts)
            }
            E::YieldExpression(it) => ExprKind::Other(it.argument.iter().map(|e| self.expr(e)).collect()),
            E::JSXElement(it) => self.jsx(it),
            E::JSXFragment(it) => ExprKind::Jsx {
                name: Text { value: String::new(), span: self.span(it.opening_fragment.span) },
                attributes: Vec::new(),
                children: self.jsx_children(&it.children),
            },
            // Wrappers that mean nothing at run time; the inner expression keeps its own bytes.
            E::ParenthesizedExpression(it) => return self.expr(&it.expression),
            E::TSAsExpression(it) => return self.expr(&it.expression),
            E::TSSatisfiesExpression(it) => return self.expr(&it.expression),
            E::TSTypeAssertion(it) => return self.expr(&it.expression),
            E::TSNonNullExpression(it) => return self.expr(&it.expression),
            E::TSInstantiationExpression(it) => return self.expr(&it.expression),
            other => match other.as_member_expression() {
                Some(member) => self.member(member),
                None => ExprKind::Other(Vec::new()),
            },
        };
        Expr { span, kind }
    }

    fn template(&mut self, it: &ast::TemplateLiteral<'_>) -> ExprKind {
        let texts: Vec<String> = (it.quasis.iter())
            .map(|quasi| quasi.value.cooked.as_ref().map_or_else(String::new, ToString::to_string))
            .collect();
        match texts.first() {
            Some(text) if it.expressions.is_empty() => ExprKind::Str(text.clone()),
            _ => ExprKind::Template { texts, holes: it.expressions.iter().map(|e| self.expr(e)).collect() },
        }
    }

    fn spread(&mut self, it: &ast::SpreadElement<'_>) -> Expr {
        Expr { span: self.span(it.span), kind: ExprKind::Spread(self.boxed_expr(&it.argument)) }
    }

    fn call(
        &mut self,
        callee: &ast::Expression<'_>,
        args: &[ast::Argument<'_>],
        is_new: bool,
        span: OxcSpan,
    ) -> ExprKind {
        let callee = self.expr(callee);
        let args: Vec<Expr> = (args.iter())
            .filter_map(|arg| match arg {
                ast::Argument::SpreadElement(spread) => Some(self.spread(spread)),
                other => other.as_expression().map(|e| self.expr(e)),
            })
            .collect();
        let end = (span.end + self.base).saturating_sub(1).max(callee.span.end);
        let start = args.first().map_or(end, |first| first.span.start);
        ExprKind::Call(Box::new(Call { callee, args, is_new, args_span: Span::new(start, end) }))
    }

    fn member(&mut self, member: &ast::MemberExpression<'_>) -> ExprKind {
        match member {
            ast::MemberExpression::StaticMemberExpression(it) => ExprKind::Member {
                object: self.boxed_expr(&it.object),
                property: self.text(&it.property.name, it.property.span),
            },
            ast::MemberExpression::PrivateFieldExpression(it) => ExprKind::Member {
                object: self.boxed_expr(&it.object),
                property: self.text(&format!("#{}", it.field.name), it.field.span),
            },
            ast::MemberExpression::ComputedMemberExpression(it) => ExprKind::Index {
                object: self.boxed_expr(&it.object),
                index: self.boxed_expr(&it.expression),
            },
        }
    }

    fn target(&mut self, target: &ast::AssignmentTarget<'_>) -> Expr {
        let span = self.span(target.span());
        let kind = match target {
            ast::AssignmentTarget::AssignmentTargetIdentifier(it) => ExprKind::Ident(it.name.to_string()),
            other => match other.as_member_expression() {
                Some(member) => self.member(member),
                None => ExprKind::Other(Vec::new()),
            },
        };
        Expr { span, kind }
    }

    fn prop(&mut self, prop: &ast::ObjectPropertyKind<'_>) -> Prop {
        match prop {
            ast::ObjectPropertyKind::ObjectProperty(it) => Prop {
                key: it.key.static_name().map(|name| self.text(&name, it.key.span())),
                value: self.expr(&it.value),
                span: self.span(it.span),
                shorthand: it.shorthand,
            },
            ast::ObjectPropertyKind::SpreadProperty(it) => {
                Prop { key: None, value: self.spread(it), span: self.span(it.span), shorthand: false }
            }
        }
    }

    fn jsx(&mut self, it: &ast::JSXElement<'_>) -> ExprKind {
        let opening = &it.opening_element;
        let name = match &opening.name {
            ast::JSXElementName::Identifier(id) => self.text(&id.name, id.span),
            ast::JSXElementName::IdentifierReference(id) => self.text(&id.name, id.span),
            other => self.text(&other.to_string(), other.span()),
        };
        let mut attributes = Vec::new();
        for attribute in &opening.attributes {
            match attribute {
                ast::JSXAttributeItem::Attribute(it) => {
                    let name = match &it.name {
                        ast::JSXAttributeName::Identifier(id) => self.text(&id.name, id.span),
                        ast::JSXAttributeName::NamespacedName(name) => {
                            self.text(&name.to_string(), name.span)
                        }
                    };
                    let value = it.value.as_ref().and_then(|value| self.jsx_value(value));
                    attributes.push((name, value));
                }
                ast::JSXAttributeItem::SpreadAttribute(it) => {
                    let name = Text { value: String::new(), span: self.span(it.span) };
                    attributes.push((name, Some(self.expr(&it.argument))));
                }
            }
        }
        ExprKind::Jsx { name, attributes, children: self.jsx_children(&it.children) }
    }

    fn jsx_value(&mut self, value: &ast::JSXAttributeValue<'_>) -> Option<Expr> {
        let (span, kind) = match value {
            ast::JSXAttributeValue::StringLiteral(it) => (it.span, ExprKind::Str(it.value.to_string())),
            ast::JSXAttributeValue::ExpressionContainer(it) => {
                return it.expression.as_expression().map(|e| self.expr(e));
            }
            ast::JSXAttributeValue::Element(it) => (it.span, self.jsx(it)),
            ast::JSXAttributeValue::Fragment(it) => {
                (it.span, ExprKind::Other(self.jsx_children(&it.children)))
            }
        };
        Some(Expr { span: self.span(span), kind })
    }

    fn jsx_children(&mut self, children: &[ast::JSXChild<'_>]) -> Vec<Expr> {
        if self.depth > DEPTH {
            return Vec::new();
        }
        self.depth += 1;
        let mut all = Vec::new();
        for child in children {
            match child {
                ast::JSXChild::Text(_) => {}
                ast::JSXChild::Element(it) => {
                    let kind = self.jsx(it);
                    all.push(Expr { span: self.span(it.span), kind });
                }
                ast::JSXChild::Fragment(it) => all.extend(self.jsx_children(&it.children)),
                ast::JSXChild::ExpressionContainer(it) => {
                    all.extend(it.expression.as_expression().map(|e| self.expr(e)));
                }
                ast::JSXChild::Spread(it) => all.push(self.expr(&it.expression)),
            }
        }
        self.depth -= 1;
        all
    }
}
