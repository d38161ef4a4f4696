//! The JVM: exceptions of the language and the frameworks, compilers.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for the JVM without a repair of their own.
pub static SIGNATURES: &[S] = &[
    S::new("java_class", T::DEPENDENCY_ERROR, 0.88)
        .codes(&[
            "java.lang.ClassNotFoundException", "java.lang.NoClassDefFoundError", "java.lang.NoSuchMethodError",
            "java.lang.UnsupportedClassVersionError", "java.lang.AbstractMethodError", "java.lang.NoSuchFieldError",
            "java.lang.IncompatibleClassChangeError",
        ])
        .readers(&[Reader::Java]),
    S::new("javac_package", T::DEPENDENCY_ERROR, 0.85)
        .any(&["error: package "])
        .all(&["does not exist"])
        .readers(&[Reader::Java]),
    S::new("maven_artifact", T::DEPENDENCY_ERROR, 0.95)
        .any(&["Could not resolve dependencies for project", "Could not find artifact ", "Could not resolve all files for configuration"]),
    S::new("java_bind", T::PORT_CONFLICT, 0.95)
        .codes(&["java.net.BindException", "PortInUseException"])
        .severity(Severity::Critical),
    S::new("java_bind_words", T::PORT_CONFLICT, 0.93)
        .all(&["Web server failed to start. Port "])
        .severity(Severity::Critical),
    S::new("java_database", T::DATABASE_CONNECTION, 0.93)
        .any(&[
            "CommunicationsException", "org.postgresql.util.PSQLException: Connection to",
            "org.postgresql.util.PSQLException: FATAL: password authentication failed",
            "java.sql.SQLNonTransientConnectionException", "com.mongodb.MongoTimeoutException",
            "Unable to acquire JDBC Connection", "HikariPool-1 - Connection is not available",
        ]),
    S::new("java_query", T::DATABASE_ERROR, 0.85)
        .codes(&["java.sql.SQLSyntaxErrorException", "java.sql.SQLIntegrityConstraintViolationException"]),
    S::new("java_migration", T::MIGRATION_ERROR, 0.93)
        .any(&["org.flywaydb.core.api.exception", "liquibase.exception."]),
    S::new("spring_bean", T::CONFIG_ERROR, 0.75)
        .any(&["NoSuchBeanDefinitionException", "Could not resolve placeholder '"]),
    S::new("jvm_build", T::BUILD_ERROR, 0.85).in_project()
        .any(&[".java:", ".kt:", ".kts:", ".scala:", ".groovy:"])
        .regex(r"(?m)^\S+\.(java|scala|groovy):\d+: error: |^e: \S+\.kts?:\d+|^\[ERROR\] \S+\.(java|kt|scala):\[|\.kts?:\d+:\d+: error: ")
        .readers(&[Reader::Java]),
    S::new("java_bug", T::RUNTIME_ERROR, 0.6).in_project()
        .any(&["Exception", "Error"])
        .none(&["java.net.ConnectException", "java.lang.OutOfMemoryError"])
        .regex(r"(?m)^\s*at \S")
        .in_app()
        .readers(&[Reader::Java]),
];
