//! .NET: exceptions, compilers, packages.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for .NET without a repair of their own.
pub static SIGNATURES: &[S] = &[
    S::new("nuget", T::DEPENDENCY_ERROR, 0.95).codes(&[
        "NU1100",
        "NU1101",
        "NU1102",
        "NU1103",
        "NU1107",
        "NU1202",
        "NU1605",
        "NETSDK1004",
        "NETSDK1045",
    ]),
    // A name that no reference brings.
    S::new("csharp_reference", T::DEPENDENCY_ERROR, 0.88)
        .codes(&["CS0246", "CS0234", "CS0012"])
        .any(&["missing an assembly reference", "must add a reference to assembly"])
        .readers(&[Reader::DotNet]),
    S::new("dotnet_assembly", T::DEPENDENCY_ERROR, 0.9)
        .all(&["Could not load file or assembly"])
        .any(&["FileNotFoundException", "FileLoadException"]),
    S::new("dotnet_bind", T::PORT_CONFLICT, 0.95)
        .any(&["Address already in use", "address already in use", "Only one usage of each socket address"])
        .readers(&[Reader::DotNet])
        .severity(Severity::Critical),
    S::new("dotnet_database", T::DATABASE_CONNECTION, 0.9)
        .any(&[
            "Npgsql.NpgsqlException",
            "A network-related or instance-specific error occurred",
            "MySqlConnector.MySqlException",
            "Login failed for user '",
        ])
        .regex(r"Failed to connect|network-related|Unable to connect|Login failed")
        .readers(&[Reader::DotNet]),
    S::new("dotnet_query", T::DATABASE_ERROR, 0.8)
        .any(&["Microsoft.EntityFrameworkCore.DbUpdateException", "Npgsql.PostgresException"])
        .readers(&[Reader::DotNet]),
    S::new("aspnet_service", T::CONFIG_ERROR, 0.9)
        .any(&["Unable to resolve service for type '", "Some services are not able to be constructed"])
        .readers(&[Reader::DotNet]),
    S::new("dotnet_build", T::BUILD_ERROR, 0.85)
        .in_project()
        .any(&["error CS", "error MSB", "error NETSDK", "error FS", "error BC", "error RZ"])
        .readers(&[Reader::DotNet]),
    // Without symbols no frame has a place, but these are always bugs.
    S::new("dotnet_bug_unplaced", T::RUNTIME_ERROR, 0.5)
        .in_project()
        .codes(&[
            "NullReferenceException",
            "KeyNotFoundException",
            "IndexOutOfRangeException",
            "InvalidCastException",
            "DivideByZeroException",
            "ArgumentOutOfRangeException",
            "ArgumentNullException",
        ])
        .readers(&[Reader::DotNet]),
    S::new("dotnet_bug", T::RUNTIME_ERROR, 0.6)
        .in_project()
        .any(&["Exception"])
        .in_app()
        .readers(&[Reader::DotNet]),
];
