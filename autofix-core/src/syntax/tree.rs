//! A syntax tree that owns its text, knows its byte ranges, and is the same whichever parser made it.
//!
//! It keeps what facts are read from (calls, members, literals, functions, control flow, modules)
//! and folds away what they never ask (types, parentheses, assertions). Facts are defined over this
//! tree alone.

use crate::text::Span;

/// A file.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// `'use client'` and the like at the top.
    pub directives: Vec<Text>,
    /// Statements at the top level.
    pub body: Vec<Stmt>,
    /// Byte after a `#!` line and directives: where the first statement may be put.
    pub start: u32,
    /// What the parser refused; the body holds what could be read all the same.
    pub errors: Vec<SyntaxError>,
}

/// Why a text is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// The parser's words.
    pub message: String,
}

/// A name or string with its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The value; for a string without quotes and escapes.
    pub value: String,
    /// Its bytes, with quotes.
    pub span: Span,
}

/// A statement.
#[derive(Debug, Clone)]
pub struct Stmt {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: StmtKind,
}

/// Kinds of statements.
#[derive(Debug, Clone)]
pub enum StmtKind {
    /// `f();`
    Expr(Expr),
    /// `const a = 1, b = 2;`
    Var(Vec<Declarator>),
    /// `function f() {}`
    Func(Box<Func>),
    /// `class C {}`
    Class(Box<Class>),
    /// `type T = …`, `interface I {…}`; an `enum` or `namespace` is a value as well.
    Type {
        /// Its name.
        name: Text,
        /// Whether it exists at run time.
        is_value: bool,
    },
    /// `return x;`
    Return(Option<Expr>),
    /// `throw x;`
    Throw(Expr),
    /// `if (test) then else otherwise`
    If {
        /// Condition.
        test: Expr,
        /// Taken when it holds.
        then: Box<Stmt>,
        /// Taken when it does not.
        otherwise: Option<Box<Stmt>>,
    },
    /// `{ … }`
    Block(Vec<Stmt>),
    /// `for`, `while`, `do`
    Loop {
        /// Expressions in its head.
        head: Vec<Expr>,
        /// What is repeated.
        body: Box<Stmt>,
    },
    /// `try { } catch { } finally { }`
    Try {
        /// What may throw.
        block: Vec<Stmt>,
        /// The `catch` clause.
        handler: Option<Vec<Stmt>>,
        /// The `finally` clause.
        finalizer: Option<Vec<Stmt>>,
    },
    /// `switch (x) { … }`: test and statements of each case.
    Switch {
        /// What is compared.
        subject: Expr,
        /// `None` for `default`.
        cases: Vec<(Option<Expr>, Vec<Stmt>)>,
    },
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// `import …`
    Import(Import),
    /// `export …`
    Export(Export),
    /// Nothing that facts ask for.
    Other,
}

/// One `name = value`.
#[derive(Debug, Clone)]
pub struct Declarator {
    /// What is bound.
    pub pattern: Pattern,
    /// Its value.
    pub init: Option<Expr>,
    /// Its bytes.
    pub span: Span,
}

/// What a declaration or parameter binds.
#[derive(Debug, Clone)]
pub enum Pattern {
    /// `a`
    Name(Text),
    /// `{ a, b: c }`: property and what it is bound to.
    Object(Vec<(String, Pattern)>),
    /// `[a, b]`
    Array(Vec<Pattern>),
}

impl Pattern {
    /// The name, for a plain one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(&name.value),
            _ => None,
        }
    }

    /// Every name that is bound.
    pub fn names(&self) -> Vec<&Text> {
        match self {
            Self::Name(name) => vec![name],
            Self::Object(parts) => parts.iter().flat_map(|(_, part)| part.names()).collect(),
            Self::Array(parts) => parts.iter().flat_map(Self::names).collect(),
        }
    }
}

/// `import … from '…'`
#[derive(Debug, Clone)]
pub struct Import {
    /// The module's name.
    pub from: Text,
    /// What is taken from it.
    pub names: Vec<ImportName>,
    /// `import type`.
    pub type_only: bool,
}

/// One name of an import.
#[derive(Debug, Clone)]
pub struct ImportName {
    /// Its name in the other module: `default`, `*`, or a name.
    pub imported: Text,
    /// Its name here.
    pub local: Text,
    /// `import { type T }`.
    pub type_only: bool,
    /// The bytes of the whole specifier.
    pub span: Span,
}

/// `export …`
#[derive(Debug, Clone)]
pub enum Export {
    /// `export const a = 1`
    Decl(Box<Stmt>),
    /// `export { a as b } from 'x'`
    Names {
        /// Local and exported name.
        names: Vec<(Text, Text)>,
        /// The other module.
        from: Option<Text>,
        /// `export type`.
        type_only: bool,
    },
    /// `export default x`
    Default(Box<Stmt>),
    /// `export * from 'x'`
    All {
        /// `export * as name`.
        name: Option<Text>,
        /// The other module.
        from: Text,
    },
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// Kinds of expressions.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// `'text'`, and a template without holes.
    Str(String),
    /// `1`
    Num(f64),
    /// `true`
    Bool(bool),
    /// `null`
    Null,
    /// `name`
    Ident(String),
    /// `this`, `super`, `import.meta` by its words.
    Word(&'static str),
    /// `` `a${b}c` ``: always one text more than expressions.
    Template {
        /// Texts between the holes.
        texts: Vec<String>,
        /// The holes.
        holes: Vec<Expr>,
    },
    /// `/pattern/`
    Regex(String),
    /// `object.property`
    Member {
        /// Left of the dot.
        object: Box<Expr>,
        /// Right of the dot.
        property: Text,
    },
    /// `object[index]`
    Index {
        /// Left of the bracket.
        object: Box<Expr>,
        /// Inside the brackets.
        index: Box<Expr>,
    },
    /// `callee(args)`, `new callee(args)`
    Call(Box<Call>),
    /// `import('x')`
    ImportCall(Box<Expr>),
    /// `{ a: 1 }`
    Object(Vec<Prop>),
    /// `[1, 2]`
    Array(Vec<Expr>),
    /// A function.
    Func(Box<Func>),
    /// A class.
    Class(Box<Class>),
    /// `target = value`, `target += value`
    Assign {
        /// Left side.
        target: Box<Expr>,
        /// Right side.
        value: Box<Expr>,
        /// Plain `=`.
        plain: bool,
    },
    /// `a || b`, `a ?? b`, `a && b`
    Logical {
        /// `||`, `??` or `&&`.
        operator: &'static str,
        /// Left side.
        left: Box<Expr>,
        /// Right side.
        right: Box<Expr>,
    },
    /// `a + b`, `a === b`
    Binary {
        /// The operator.
        operator: &'static str,
        /// Left side.
        left: Box<Expr>,
        /// Right side.
        right: Box<Expr>,
    },
    /// `!a`, `-a`, `typeof a`, `void a`
    Unary {
        /// The operator.
        operator: &'static str,
        /// What it works on.
        operand: Box<Expr>,
    },
    /// `a ? b : c`
    Cond {
        /// Condition.
        test: Box<Expr>,
        /// Value when it holds.
        then: Box<Expr>,
        /// Value when it does not.
        otherwise: Box<Expr>,
    },
    /// `await a`
    Await(Box<Expr>),
    /// `...a`
    Spread(Box<Expr>),
    /// `<Name attr={x}>…</Name>`: a fragment has an empty name.
    Jsx {
        /// Name of the element.
        name: Text,
        /// Attributes with their values; a spread has an empty name.
        attributes: Vec<(Text, Option<Expr>)>,
        /// Expressions and elements inside.
        children: Vec<Expr>,
    },
    /// Anything else, with the expressions inside.
    Other(Vec<Expr>),
}

/// A call.
#[derive(Debug, Clone)]
pub struct Call {
    /// What is called.
    pub callee: Expr,
    /// With what.
    pub args: Vec<Expr>,
    /// `new`.
    pub is_new: bool,
    /// The bytes between the parentheses, without them; empty at the end for `new X`.
    pub args_span: Span,
}

/// One property of an object.
#[derive(Debug, Clone)]
pub struct Prop {
    /// Its name; `None` for a computed one or a spread.
    pub key: Option<Text>,
    /// Its value; for a spread an [`ExprKind::Spread`].
    pub value: Expr,
    /// The bytes of the whole property.
    pub span: Span,
    /// `{ a }`.
    pub shorthand: bool,
}

/// A function or method.
#[derive(Debug, Clone)]
pub struct Func {
    /// Its name.
    pub name: Option<Text>,
    /// Its parameters.
    pub params: Vec<Pattern>,
    /// The bytes between the parentheses of its parameters.
    pub params_span: Span,
    /// Its statements; an arrow's expression is a `return`.
    pub body: Vec<Stmt>,
    /// The bytes of the body, with braces.
    pub body_span: Span,
    /// `async`.
    pub is_async: bool,
    /// An arrow with an expression for a body.
    pub is_expression: bool,
    /// Its bytes.
    pub span: Span,
}

/// A class.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its name.
    pub name: Option<Text>,
    /// What it extends.
    pub extends: Option<Expr>,
    /// Methods by name.
    pub methods: Vec<(String, Func)>,
    /// Values of its fields.
    pub fields: Vec<(String, Expr)>,
    /// Its bytes.
    pub span: Span,
}

impl Expr {
    /// The text of a string literal.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The name of an identifier.
    pub fn as_ident(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Ident(name) => Some(name),
            _ => None,
        }
    }

    /// The call that this is.
    pub fn as_call(&self) -> Option<&Call> {
        match &self.kind {
            ExprKind::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The properties of an object literal.
    pub fn as_object(&self) -> Option<&[Prop]> {
        match &self.kind {
            ExprKind::Object(props) => Some(props),
            _ => None,
        }
    }

    /// The function that this is.
    pub fn as_func(&self) -> Option<&Func> {
        match &self.kind {
            ExprKind::Func(func) => Some(func),
            _ => None,
        }
    }

    /// A dotted path such as `process.env.PORT`; `None` for anything computed.
    pub fn path(&self) -> Option<String> {
        match &self.kind {
            ExprKind::Ident(name) => Some(name.clone()),
            ExprKind::Word(word) => Some((*word).to_owned()),
            ExprKind::Member { object, property } => Some(format!("{}.{}", object.path()?, property.value)),
            ExprKind::Index { object, index } => Some(format!("{}.{}", object.path()?, index.as_str()?)),
            _ => None,
        }
    }

    /// The value without `await`.
    pub fn unawaited(&self) -> &Expr {
        match &self.kind {
            ExprKind::Await(inner) => inner,
            _ => self,
        }
    }

    /// The property of an object literal with this name.
    pub fn prop(&self, name: &str) -> Option<&Prop> {
        self.as_object()?.iter().find(|prop| prop.key.as_ref().is_some_and(|key| key.value == name))
    }
}

impl Call {
    /// Method name and receiver of `receiver.method(…)`.
    pub fn method(&self) -> Option<(&Expr, &Text)> {
        match &self.callee.kind {
            ExprKind::Member { object, property } => Some((object, property)),
            _ => None,
        }
    }
}
