//! Frames of the JVM.

use super::frame;
use crate::model::Frame;

/// Packages of the language, its libraries and the common frameworks.
const FOREIGN: &[&str] = &[
    "java.",
    "javax.",
    "jakarta.",
    "jdk.",
    "sun.",
    "com.sun.",
    "kotlin.",
    "kotlinx.",
    "_COROUTINE.",
    "scala.",
    "groovy.",
    "clojure.",
    "android.",
    "androidx.",
    "com.android.",
    "dalvik.",
    "org.apache.",
    "org.codehaus.",
    "org.eclipse.",
    "org.gradle.",
    "org.hibernate.",
    "org.jboss.",
    "org.junit.",
    "org.postgresql.",
    "org.slf4j.",
    "org.springframework.",
    "ch.qos.logback.",
    "com.fasterxml.",
    "com.google.common.",
    "com.google.inject.",
    "com.mysql.",
    "com.zaxxer.",
    "io.ktor.",
    "io.micronaut.",
    "io.netty.",
    "io.quarkus.",
    "io.undertow.",
    "io.vertx.",
    "junit.",
    "okhttp3.",
    "reactor.",
    "retrofit2.",
];
/// Classes that a framework made while the program ran.
const GENERATED: &[&str] = &["$$FastClassBy", "$$EnhancerBy", "$$SpringCGLIB$$", "$Proxy", "_$$_jvst"];
const SOURCES: [&str; 7] = [".java", ".kt", ".kts", ".scala", ".groovy", ".clj", ".jsp"];

/// Reads `at pkg.Class.method(File.java:12)`, with a loader, a module or a jar about it.
pub(crate) fn java(line: &str) -> Option<Frame> {
    let rest = line.trim().strip_prefix("at ")?;
    let (call, rest) = rest.split_once('(')?;
    let (place, _) = rest.split_once(')')?;
    // `app//`, `java.base/`, `java.base@17.0.1/`, `app/my.module@1.0/`
    let (module, method) = call.rsplit_once('/').unwrap_or(("", call));
    let is_module = module.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-@/".contains(&b));
    if !is_module || method.contains([' ', '\\', ':']) || !method.contains('.') {
        return None;
    }
    let (file, number) = match place.rsplit_once(':') {
        Some((file, number)) => (file, Some(number.parse().ok()?)),
        None => (place, None),
    };
    let known = SOURCES.iter().any(|end| file.ends_with(end)) && !file.contains([' ', '/']);
    let unnamed = matches!(file, "Native Method" | "Unknown Source" | "SourceFile" | "<generated>");
    (known || unnamed).then(|| {
        let mut frame = frame(file, number, None, Some(method));
        frame.in_app = known
            && !module.starts_with("java.")
            && !module.starts_with("jdk.")
            && !FOREIGN.iter().any(|start| method.starts_with(start))
            && !GENERATED.iter().any(|part| method.contains(part));
        frame
    })
}
