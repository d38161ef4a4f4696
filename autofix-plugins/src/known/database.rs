//! Databases: reaching them, asking them, changing their schema.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Drivers and clients, by the paths of their frames.
const DRIVERS: &[&str] = &[
    "psycopg",
    "pymysql",
    "MySQLdb",
    "pymongo/",
    "redis/",
    "asyncpg/",
    "sqlalchemy/",
    "django/db/",
    "node_modules/pg/",
    "node_modules/pg-pool/",
    "node_modules/mysql2/",
    "node_modules/mysql/",
    "node_modules/mongodb/",
    "node_modules/mongoose/",
    "node_modules/ioredis/",
    "node_modules/redis/",
    "node_modules/redis-parser/",
    "node_modules/better-sqlite3/",
    "node_modules/sqlite3/",
    "node_modules/drizzle-orm/",
    "node_modules/objection/",
    "node_modules/@mikro-orm/",
    "tortoise/",
    "peewee",
    "aiomysql/",
    "motor/",
    "node_modules/@redis/",
    "node_modules/knex/",
    "node_modules/sequelize/",
    "node_modules/typeorm/",
    "node_modules/@prisma/",
    "node_modules/tedious/",
    "node_modules/postgres/",
];

/// Words beside an SQLSTATE.
const SQLSTATE: &[&str] = &[
    "code: '",
    "\"code\":",
    "SQLSTATE",
    "sqlState",
    "sqlstate",
    "psycopg",
    "asyncpg",
    "ERROR:  ",
    "DETAIL:",
];

/// Words beside a code of Prisma.
const PRISMA: &[&str] = &["Prisma", "prisma", "code: 'P", "errorCode: 'P", "\"code\":\"P", "Error: P"];

/// Signatures of [`T::DATABASE_CONNECTION`], [`T::DATABASE_ERROR`] and [`T::MIGRATION_ERROR`].
pub static SIGNATURES: &[S] = &[
    // Reaching it.
    S::new("db_client_refused", T::DATABASE_CONNECTION, 0.92)
        .codes(&[
            "ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN", "ECONNRESET", "EHOSTUNREACH",
            "ER_ACCESS_DENIED_ERROR", "PROTOCOL_CONNECTION_LOST",
        ])
        .through(DRIVERS),
    S::new("db_port_refused", T::DATABASE_CONNECTION, 0.93)
        .codes(&["ECONNREFUSED", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"])
        .any(&[
            ":5432", ":5433", ":5434", ":5435", ":5436", ":5437", ":5438", ":5439", ":3306", ":3307", ":27017", ":27018", ":6379", ":1433", ":1521", ":9042",
            ":26257", ":33060",
        ]),
    S::new("db_fatal_refused", T::DATABASE_CONNECTION, 0.92)
        .codes(&["ECONNREFUSED"])
        .all(&["fatal: true"]),
    S::new("db_named_refused", T::DATABASE_CONNECTION, 0.9)
        .codes(&["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"])
        .any(&[
            "ongo", "ostgres", "mysql", "MySQL", "MariaDB", "edis", "sequelize", "Sequelize", "database",
            "Database", "knex", "createPool", "require('pg')",
        ]),
    S::new("db_codes", T::DATABASE_CONNECTION, 0.96)
        .codes(&[
            "ER_ACCESS_DENIED_ERROR", "ER_BAD_DB_ERROR", "ER_CON_COUNT_ERROR",
            "ER_NOT_SUPPORTED_AUTH_MODE", "querySrv", "ELOGIN", "ESOCKET", "NOAUTH", "WRONGPASS",
        ]),
    S::new("pg_refuses", T::DATABASE_CONNECTION, 0.96)
        .regex(             r#"(password|Peer|Ident) authentication failed for user|role "[^"]*" does not exist|database "[^"]*" does not exist|no pg_hba\.conf entry|too many clients already|remaining connection slots are reserved|could not translate host name|failed to resolve host '|could not connect to server|server closed the connection unexpectedly|connection to server (at|on)|the database system is (starting up|shutting down)|SSL connection is required|does not support SSL|Connection terminated"#,         )
        .any(&[
            "authentication failed for user", "does not exist", "no pg_hba.conf entry",
            "too many clients already", "remaining connection slots", "could not translate host name",
            "could not connect to server", "failed to resolve host '", "server closed the connection", "connection to server ",
            "the database system is", "SSL connection is required", "does not support SSL",
            "Connection terminated",
        ])
        .none(&["relation \"", "column \"", "HTTPConnection"]),
    S::new("db_clients", T::DATABASE_CONNECTION, 0.95)
        .any(&[
            "ServerSelectionTimeoutError", "MongooseServerSelectionError", "MongoServerSelectionError",
            "MongoNetworkError", "MongoNetworkTimeoutError", "bad auth : ", "bad auth: ",
            "Authentication failed.", "AuthenticationFailed", "buffering timed out after",
            "SequelizeConnection", "SequelizeAccessDenied", "SequelizeHostNotFound",
            "redis.exceptions.ConnectionError", "redis.exceptions.AuthenticationError",
            "redis.exceptions.TimeoutError", "Cannot connect to redis://", "Cannot connect to amqp://",
            "Can't reach database server", "Access denied for user '",
            "Unknown database '", "Can't connect to MySQL server", "Can't connect to local MySQL",
            "Lost connection to MySQL server", "MySQL server has gone away", "Too many connections",
            "Client does not support authentication protocol", "QueuePool limit of size",
            "timeout exceeded when trying to connect", "Acquire connection error", "KnexTimeoutError",
            "Timed out fetching a new connection from the connection pool",
            "operation timed out for an unknown reason", "[ioredis] Unhandled error event",
            "Redis connection to", "MaxRetriesPerRequestError", "unable to open database file",
            "SQLITE_CANTOPEN", "querySrv E", "pymongo.errors.ConnectionFailure",
            "pymongo.errors.OperationFailure: Authentication", "The client was closed",
            "ClientClosedError", "remaining connection slots", "psycopg2.OperationalError: connection",
            "Cannot use a pool after calling end", "Pool is closed", "connection pool exhausted",
            "unable to get local issuer certificate in pg",
        ])
        .none(&["Error validating datasource"]),
    S::new("db_url_dialect", T::DATABASE_CONNECTION, 0.93)
        .any(&[
            "Can't load plugin: sqlalchemy.dialects", "Could not parse SQLAlchemy URL",
            "Could not parse rfc1738 URL", "the URL must start with the protocol `",
            "Error validating datasource",
        ]),
    S::new("db_interface", T::DATABASE_CONNECTION, 0.88)
        .any(&[
            "django.db.utils.InterfaceError: connection already closed", "sqlalchemy.exc.InterfaceError",
            "psycopg2.InterfaceError: connection already closed",
        ]),
    // The driver was still connecting, whatever it calls its trouble.
    S::new("db_while_connecting", T::DATABASE_CONNECTION, 0.955)
        .any(&["OperationalError", "InterfaceError", "OSError", "gaierror", "ConnectionRefusedError"])
        .regex(r"in (get_new_connection|_?connect|ensure_connection|_connect_addr|_do_connect|create_connection)\b")
        .through(DRIVERS)
        .none(&["does not exist", "already exists", "no such "]),
    S::new("db_connection_lost", T::DATABASE_CONNECTION, 0.955)
        .any(&[
            "terminating connection due to", "the connection is closed", "consuming input failed",
            "connection is closed", "Server closed the connection", "SSL SYSCALL error", "connection already closed",
            "the connection is lost", "Connection lost", "57P01", "failed to resolve host",
        ])
        .through(DRIVERS),
    // Schema. A query that the project itself wrote out names what it should not; one that an ORM made from
    // the models shows that the schema is behind them.
    S::new("raw_query", T::DATABASE_ERROR, 0.958)
        .any(&["column ", "no such column: ", "Unknown column '", "42703", "ER_BAD_FIELD_ERROR"])
        .regex(r#"(?s)(no such column: |column ["`']?[\w.]+["`']? does not exist|Unknown column '|42703|ER_BAD_FIELD_ERROR)"#)
        .through(DRIVERS)
        .none(&[
            "sqlalchemy/orm/", "django/db/models/", "sequelize", "Sequelize", "typeorm", "prisma", "Prisma",
            "objection", "mikro-orm", "/migrations/", "alembic", "bookshelf", "waterline",
        ]),
    S::new("raw_query_shown", T::DATABASE_ERROR, 0.957)
        .any(&["no such column: ", "Unknown column '", "42703", "ER_BAD_FIELD_ERROR", "UndefinedColumn"])
        .regex(r#"(?i)\b(query|execute|raw|prepare|fetch|text)\(\s*(f|r)?['"`]{1,3}\s*(select|insert|update|delete|with)\b"#),
    S::new("schema_missing", T::MIGRATION_ERROR, 0.955)
        .regex(             r#"no such (table|column): |(relation|column|table) ["`']?[\w.]+["`']? (of relation "[^"]+" )?does not exist|Table '[^']+' doesn't exist|Unknown column '[^']+' in|has no column named|table ["`]?\w+["`]? already exists|relation "[^"]+" already exists|duplicate column name|column "[^"]+" of relation "[^"]+" already exists"#,         )
        .any(&[
            "no such table:", "no such column:", "does not exist", "doesn't exist", "Unknown column '",
            "has no column named", "already exists", "duplicate column name",
        ])
        .none(&["role \"", "database \""]),
    S::new("schema_codes", T::MIGRATION_ERROR, 0.95)
        .codes(&["ER_NO_SUCH_TABLE", "ER_BAD_FIELD_ERROR", "ER_TABLE_EXISTS_ERROR", "ER_DUP_FIELDNAME"]),
    S::new("django_migrations", T::MIGRATION_ERROR, 0.97)
        .any(&[
            "Conflicting migrations detected", "NodeNotFoundError", "CircularDependencyError",
            "BadMigrationError", "InconsistentMigrationHistory", "AmbiguityError", "multiple leaf nodes",
            "IrreversibleError", "is applied before its dependency",
            "You are trying to add a non-nullable field", "It is impossible to add a non-nullable field",
            "It is impossible to change a nullable field", "Related model '", "MigrationSchemaMissing",
            "You are trying to change the nullable field", "Cannot find a migration matching",
            "have changes that are not yet reflected in a migration", "InvalidBasesError",
            "lazy reference to '",
        ])
        .none(&["fields.E"]),
    S::new("django_unapplied", T::MIGRATION_ERROR, 0.45)
        .any(&["unapplied migration(s)"])
        .severity(Severity::Low),
    S::new("migration_frames", T::MIGRATION_ERROR, 0.953)
        .none(&["onnection refused", "authentication failed", "could not connect", "Can't connect", "timeout expired", "No module named"])
        .through(&[
            "django/db/migrations/", "alembic/operations", "alembic/script", "alembic/runtime/migration",
            "alembic/autogenerate", "flask_migrate", "node_modules/umzug/", "knex/lib/migrations",
            "typeorm/migration", "node_modules/node-pg-migrate/", "node_modules/db-migrate", "node_modules/sequelize-cli/",
            "node_modules/drizzle-kit/", "node_modules/migrate-mongo/", "node_modules/@mikro-orm/migrations", "node_modules/postgrator/", "drizzle-orm/migrator", "yoyo/", "aerich/", "migrations/versions/", "alembic/versions/",
        ])
        .readers(&[Reader::Python, Reader::JavaScript]),
    S::new("alembic", T::MIGRATION_ERROR, 0.97)
        .any(&[
            "Multiple head revisions are present", "Can't locate revision identified by",
            "Target database is not up to date", "alembic.util.exc.CommandError",
            "alembic.script.revision", "Multiple heads are present", "No 'script_location' key found",
            "Revision ID '", "Requested revision ", "overlaps with other requested revisions",
            "No changes in schema detected", "Path doesn't exist: ", "Please use the 'init' command to create a new scripts folder", "FAILED: Can't",
            "is present more than once",
        ])
        .none(&["INFO  [alembic.runtime.migration]"]),
    S::new("node_migrations", T::MIGRATION_ERROR, 0.95)
        .any(&[
            "migration directory is corrupt", "Migration table is already locked", "MigrationLocked",
            "failed migrations in the target database", "Drift detected", "database schema is not empty",
            "QueryFailedError: relation", "following migration(s) have failed",
            "A migration failed to apply", "migration files are missing", "migration failed with error",
            "Cannot add a NOT NULL column", "contains null values", "[SQL: ALTER TABLE", "The migration directory", "No changes in database schema were found", "migration file \"", "Can't DROP '", "check that column/key exists",
        ]),
    S::new("migration_command", T::MIGRATION_ERROR, 0.94)
        .ran(&[
            "migrate", "manage.py migrate", "manage.py makemigrations", "alembic", "flask db", "db:migrate", "knex migrate:latest", "migrate:latest",
            "migration:run", "migration:generate", "prisma migrate", "drizzle-kit", "db:migrate:undo", "migrate:rollback",
        ])
        .any(&["rror", "ERROR", "FAILED", "failed"])
        .none(&["ECONNREFUSED", "Connection refused", "could not connect", "authentication failed", "ModuleNotFoundError", "Cannot find module"]),
    S::new("migration_banner", T::MIGRATION_ERROR, 0.93)
        .any(&["ERROR: "])
        .log(&[": migrating ======="]),
    // Queries and data.
    S::new("constraint", T::DATABASE_ERROR, 0.95)
        .any(&[
            "UNIQUE constraint failed", "NOT NULL constraint failed", "FOREIGN KEY constraint failed",
            "CHECK constraint failed", "violates unique constraint", "violates not-null constraint",
            "violates foreign key constraint", "violates check constraint",
            "violates exclusion constraint", "E11000 duplicate key", "Duplicate entry '",
            "SQLITE_CONSTRAINT", "SequelizeUniqueConstraintError", "SequelizeForeignKeyConstraintError",
            "SequelizeValidationError", "IntegrityError", "UniqueViolation", "SequelizeDatabaseError",
            "foreign key constraint fails",
        ]),
    S::new("query_codes", T::DATABASE_ERROR, 0.95)
        .codes(&[
            "ER_DUP_ENTRY", "ER_PARSE_ERROR", "ER_NO_REFERENCED_ROW_2", "ER_DATA_TOO_LONG",
            "ER_TRUNCATED_WRONG_VALUE_FOR_FIELD", "ER_BAD_NULL_ERROR", "ER_LOCK_DEADLOCK",
            "ER_LOCK_WAIT_TIMEOUT", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_ERROR", "SQLITE_MISMATCH",
            "SQLITE_RANGE",
        ]),
    S::new("server_code", T::DATABASE_ERROR, 0.76).any(&["sqlMessage: ", "sqlState: ", "\"sqlMessage\":"]),
    S::new("sql_words", T::DATABASE_ERROR, 0.93)
        .any(&[
            "invalid input syntax for", "value too long for type", "syntax error at or near",
            "You have an error in your SQL syntax", "deadlock detected", "Deadlock found",
            "database is locked", "current transaction is aborted", "could not serialize access",
            "canceling statement due to", "out of range for type", "numeric field overflow",
            "operator does not exist", "Incorrect number of bindings", "bind message supplies",
            "incomplete input", "Data too long for column", "Incorrect integer value",
            "malformed array literal", "missing FROM-clause", "must appear in the GROUP BY clause",
            "Too few parameter values", "Cannot add or update a child row",
            "more than one row returned by a subquery", "cannot insert multiple commands",
            "there is no parameter $", "could not determine data type of parameter",
            "Wrong number of bindings", "is not a valid SQL",
        ])
        .none(&["YAML", "JSON at"])
        .readers(&[
            Reader::Python, Reader::JavaScript, Reader::Plain, Reader::Json, Reader::Next, Reader::Line,
            Reader::Reported,
        ]),
    S::new("mongoose_data", T::DATABASE_ERROR, 0.95)
        .any(&[
            "CastError", "Cast to ObjectId failed", "Cast to Number failed", "BSONError", "BSONTypeError",
            "MongoServerError", "MongoBulkWriteError", "VersionError: No matching document",
            "MissingSchemaError", "OverwriteModelError", "StrictPopulateError", "ParallelSaveError",
            "DocumentNotFoundError", "ObjectParameterError", "StrictModeError",
            "pymongo.errors.DuplicateKeyError", "pymongo.errors.WriteError", "bson.errors.InvalidId",
            "Argument passed in must be a string of 12 bytes",
        ]),
    S::new("mongoose_validation", T::DATABASE_ERROR, 0.93)
        .all(&["alidation failed"])
        .any(&["ValidatorError", "ValidationError", "Path `"])
        .none(&["Config validation", "env"]),
    S::new("prisma_validation", T::DATABASE_ERROR, 0.9)
        .any(&[
            "PrismaClientValidationError", "PrismaClientKnownRequestError",
            "PrismaClientUnknownRequestError",
        ]),
    S::new("prisma_client", T::DATABASE_ERROR, 0.5).any(&["PrismaClient"]),
    S::new("prisma_generate", T::DEPENDENCY_ERROR, 0.93)
        .any(&[
            "@prisma/client did not initialize yet", "Prisma Client could not locate the Query Engine",
        ]),
    S::new("sqlalchemy_data", T::DATABASE_ERROR, 0.9)
        .any(&[
            "PendingRollbackError", "sqlalchemy.exc.", "sqlalchemy.orm.exc.", "DetachedInstanceError",
            "MultipleResultsFound", "NoResultFound", "StaleDataError", "ObjectNotExecutableError",
            "Textual SQL expression", "FlushError", "UnmappedInstanceError", "psycopg2.errors.",
            "psycopg.errors.", "asyncpg.exceptions.",
        ]),
    S::new("sqlalchemy_mapper", T::DATABASE_ERROR, 0.92)
        .any(&[
            "NoForeignKeysError", "InvalidRequestError", "AmbiguousForeignKeysError",
            "ArgumentError: Mapper", "could not assemble any primary key columns",
        ])
        .through(&["sqlalchemy/"]),
    S::new("django_data", T::DATABASE_ERROR, 0.93)
        .any(&[
            "Cannot resolve keyword '", "MultipleObjectsReturned", "TransactionManagementError",
            "django.db.utils.DataError", "django.db.utils.ProgrammingError",
            "django.db.utils.OperationalError", "django.core.exceptions.FieldError",
            "not enough arguments for format string", "ProtectedError", "Unsupported lookup '",
            "' expected a number but got", "instance needs to have a primary key value",
            "SynchronousOnlyOperation", "value has an invalid format. It must be in",
            "is not a valid UUID", "must be a \"", "NotSupportedError",
            "Cannot filter a query once a slice", "is not a valid choice",
            "save() prohibited to prevent data loss", "Cannot use QuerySet for",
            "needs to have a value for field", "Cannot force an update in save()", "DatabaseError",
        ])
        .through(&["django/db/", "sqlite3/"]),
    S::new("django_none_found", T::DATABASE_ERROR, 0.72)
        .any(&[".DoesNotExist: ", "matching query does not exist"]),
    S::new("driver_package", T::DEPENDENCY_ERROR, 0.955)
        .any(&["package manually", "package has not been found installed. Try to install it"])
        .through(DRIVERS),
    S::new("driver_undefined", T::CONFIG_ERROR, 0.8)
        .codes(&["ERR_INVALID_ARG_TYPE", "ERR_INVALID_URL"])
        .any(&["Received undefined", "input: 'undefined"])
        .through(DRIVERS),
    S::new("orm_wiring", T::CONFIG_ERROR, 0.8)
        .any(&["EntityMetadataNotFoundError", "CannotExecuteNotConnectedError", "Model not initialized", "Dialect needs to be explicitly supplied"]),
    S::new("driver_refuses", T::DATABASE_ERROR, 0.8)
        .any(&["ReplyError", "WRONGTYPE", "ResponseError", "OperationFailure", "PostgresError", "DatabaseError"])
        .readers(&[Reader::JavaScript, Reader::Python, Reader::Json]),
    S::new("driver_throws", T::DATABASE_ERROR, 0.64)
        .thrown_in(DRIVERS)
        .readers(&[Reader::JavaScript, Reader::Json]),
    S::new("sqlite3_python", T::DATABASE_ERROR, 0.85)
        .any(&[
            "sqlite3.OperationalError", "sqlite3.ProgrammingError", "sqlite3.InterfaceError",
            "sqlite3.IntegrityError", "sqlite3.DatabaseError",
        ]),
    S::new("pg_log_error", T::DATABASE_ERROR, 0.5).any(&["STATEMENT:"]),
    // Bare numbers are everywhere; only beside a word that makes them a code do they tell something.
    S::new("sqlstate_connection", T::DATABASE_CONNECTION, 0.96)
        .codes(&["28P01", "28000", "3D000", "08001", "08006", "53300", "57P03"])
        .any(SQLSTATE),
    S::new("sqlstate_schema", T::MIGRATION_ERROR, 0.956)
        .codes(&["42P01", "42703", "42P07", "42701"])
        .any(SQLSTATE),
    S::new("sqlstate_query", T::DATABASE_ERROR, 0.95)
        .codes(&[
            "23505", "23502", "23503", "23514", "22P02", "22001", "22003", "42601", "42804", "42883",
            "40001", "40P01", "25P02",
        ])
        .any(SQLSTATE),
    S::new("prisma_connection", T::DATABASE_CONNECTION, 0.97)
        .codes(&["P1000", "P1001", "P1002", "P1003", "P1008", "P1010", "P1011", "P1017", "P2024"])
        .any(PRISMA),
    S::new("prisma_schema", T::MIGRATION_ERROR, 0.97)
        .codes(&[
            "P3000", "P3001", "P3005", "P3006", "P3008", "P3009", "P3012", "P3014", "P3015", "P3016",
            "P3017", "P3018", "P3019", "P2021", "P2022",
        ])
        .any(PRISMA),
    S::new("prisma_query", T::DATABASE_ERROR, 0.96)
        .codes(&[
            "P2000", "P2001", "P2002", "P2003", "P2004", "P2005", "P2006", "P2009", "P2010", "P2011",
            "P2012", "P2014", "P2018", "P2020", "P2023", "P2025", "P2028", "P2034",
        ])
        .any(PRISMA),
    S::new("prisma_config", T::CONFIG_ERROR, 0.97).codes(&["P1012", "P1013"]).any(PRISMA),
    S::new("sql_shapes", T::DATABASE_ERROR, 0.93)
        .any(&["syntax error", "ambiguous", "Undefined binding(s) detected"])
        .regex(             r#"near "[^"]*": syntax error|column (name|reference)[^\n]*ambiguous|ambiguous column name|Column '[^']+' in [^\n]* is ambiguous|Undefined binding\(s\)"#,         ),
    S::new("db_host_unknown", T::DATABASE_CONNECTION, 0.92)
        .codes(&["ENOTFOUND", "EAI_AGAIN"])
        .regex(             r"(ENOTFOUND|EAI_AGAIN) (db|database|[\w.-]*(postgres|mysql|mariadb|mongo|redis|rds)[\w.-]*)\b",         ),
    S::new("python_refused_driver", T::DATABASE_CONNECTION, 0.9)
        .any(&["ConnectionRefusedError", "OperationalError", "gaierror"])
        .through(&[
            "psycopg", "pymysql", "MySQLdb", "asyncpg/", "aiomysql", "redis/", "pymongo/", "motor/",
            "aioredis",
        ])
        .regex(r"(?i)refused|timed out|timeout|name or service not known|name resolution|getaddrinfo"),
];
