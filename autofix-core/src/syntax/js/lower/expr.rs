//! Expressions, JSX among them.

use super::{DEPTH, Lower};
use crate::syntax::tree::{Call, Expr, ExprKind, Prop, Text};
use crate::text::Span;
use oxc_ast::ast;
use oxc_span::{GetSpan, Span as OxcSpan};

impl Lower {
    pub(super) fn boxed_expr(&mut self, expr: &ast::Expression<'_>) -> Box<Expr> {
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

    pub(super) fn expr_inner(&mut self, expr: &ast::Expression<'_>, span: Span) -> Expr {
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
