//! PHP: errors of the engine, Composer, Laravel and Symfony.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for PHP without a repair of their own.
pub static SIGNATURES: &[S] = &[
    S::new("php_vendor", T::DEPENDENCY_ERROR, 0.95)
        .any(&["vendor/autoload.php"])
        .all(&["Failed open"])
        .readers(&[Reader::Php]),
    S::new("php_vendor_warns", T::DEPENDENCY_ERROR, 0.9)
        .all(&["vendor/autoload.php", "Failed to open stream"])
        .readers(&[Reader::Php])
        .echo(),
    S::new("php_class_of_package", T::DEPENDENCY_ERROR, 0.85)
        .regex(
            r#"(?i)(class|interface|trait) "(Monolog|GuzzleHttp|Symfony|Illuminate|Doctrine|Twig|Carbon|Ramsey|Predis|PHPMailer|League|Psr|Slim|Laminas|Composer|Nyholm|Firebase|Dotenv|Faker|PHPUnit)\\[^"]*" not found"#,
        )
        .any(&["\" not found"])
        .readers(&[Reader::Php]),
    S::new("composer_conflict", T::DEPENDENCY_ERROR, 0.95)
        .any(&[
            "Your requirements could not be resolved to an installable set of packages",
            "Composer detected issues in your platform", "could not be found in any version, there may be a typo",
        ]),
    S::new("php_extension", T::DEPENDENCY_ERROR, 0.85)
        .regex(r"Call to undefined function (mb_|curl_|json_|mysqli_|pg_|imagecreate|gd_|simplexml_|intl|bc(add|sub|mul|div|comp)\b|gmp_|iconv|openssl_|sodium_|zip_)")
        .any(&["Call to undefined function "])
        .readers(&[Reader::Php]),
    S::new("php_bind", T::PORT_CONFLICT, 0.95)
        .all(&["Failed to listen on ", "Address already in use"])
        .severity(Severity::Critical),
    S::new("php_database", T::DATABASE_CONNECTION, 0.93)
        .any(&[
            "SQLSTATE[HY000] [2002]", "SQLSTATE[HY000] [1045]", "SQLSTATE[HY000] [1049]", "SQLSTATE[HY000] [2006]",
            "SQLSTATE[08006]", "could not find driver",
        ]),
    S::new("php_query", T::DATABASE_ERROR, 0.85)
        .any(&["SQLSTATE[42", "SQLSTATE[23", "Illuminate\\Database\\QueryException"])
        .readers(&[Reader::Php, Reader::Plain, Reader::Json]),
    S::new("laravel_route", T::ROUTE_ERROR, 0.93)
        .any(&["RouteNotFoundException", "MethodNotAllowedHttpException", "NotFoundHttpException", "No route found for"])
        .readers(&[Reader::Php, Reader::Plain, Reader::Line, Reader::Json]),
    S::new("laravel_key", T::CONFIG_ERROR, 0.95).any(&["No application encryption key has been specified"]),
    S::new("php_parse", T::BUILD_ERROR, 0.85).any(&["Parse error: ", "ParseError"]).readers(&[Reader::Php]).in_project(),
    S::new("php_fatal", T::RUNTIME_ERROR, 0.6)
        .any(&["Uncaught ", "Fatal error: ", "Stack trace:", "[stacktrace]", "[object] ("])
        .none(&["Connection refused"])
        .in_app()
        .readers(&[Reader::Php]).in_project(),
    S::new("php_warning", T::RUNTIME_ERROR, 0.45)
        .any(&["Warning: ", "Notice: "])
        .none(&["Connection refused", "Fatal error: "])
        .in_app()
        .readers(&[Reader::Php])
        .severity(Severity::Low).in_project(),
];
