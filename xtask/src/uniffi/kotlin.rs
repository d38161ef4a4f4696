//! Kotlin, and Java through it.

use super::{generate, library, vectors};
use crate::shell::{self, program, root, target};
use crate::wasm::cache;
use crate::{Outcome, node, setup};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The compiler, from the npm registry: one package that also holds the libraries of the language.
const COMPILER: (&str, &str) = ("kotlin-compiler", "2.4.20");

/// What calls the library from Java.
const JNA: &str = "/usr/share/java/jna.jar";

/// A file that tells a Debian package, and the package.
const PACKAGES: &[(&str, &str)] = &[
    ("/usr/bin/javac", "default-jdk-headless"),
    (JNA, "libjna-java"),
    ("/usr/share/doc/libjna-jni", "libjna-jni"),
];

/// Where Java finds the library in a jar.
const RESOURCE: &str = "linux-x86-64";

struct Tools {
    compiler: PathBuf,
}

impl Tools {
    fn ready() -> Result<Self, String> {
        setup::programs()?;
        setup::files(PACKAGES)?;
        Ok(Self { compiler: node::tool(COMPILER.0, COMPILER.1)? })
    }

    fn library(&self, name: &str) -> PathBuf {
        self.compiler.join("lib").join(name)
    }

    /// What every program needs beside its own classes.
    fn class_path(&self, more: &[&Path]) -> OsString {
        let coroutines = self.library("kotlinx-coroutines-core-jvm.jar");
        let standard = self.library("kotlin-stdlib.jar");
        let all = more.iter().map(|path| path.to_path_buf());
        let all = all.chain([PathBuf::from(JNA), coroutines, standard]);
        std::env::join_paths(all).unwrap_or_default()
    }

    /// Compiles Kotlin into a jar.
    fn compile(&self, sources: &[PathBuf], libraries: &[&Path], jar: &Path) -> Outcome {
        let names = [
            "kotlin-compiler.jar",
            "kotlin-stdlib.jar",
            "kotlin-script-runtime.jar",
            "kotlin-reflect.jar",
            "kotlinx-coroutines-core-jvm.jar",
            "annotations-13.0.jar",
        ];
        let own = std::env::join_paths(names.map(|name| self.library(name))).unwrap_or_default();
        let mut java = program(&root(), "java", &["-cp"]);
        java.arg(own).args(["org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-reflect", "-nowarn"]);
        java.arg("-kotlin-home").arg(&self.compiler).arg("-cp").arg(self.class_path(libraries));
        shell::run(java.arg("-d").arg(jar).args(sources))
    }

    /// Java with these libraries. Debian's JNA keeps its own library outside of its jar.
    fn java(&self, libraries: &[&Path]) -> Command {
        let mut java = program(&root(), "java", &["-Djna.nosys=false"]);
        java.args(["-Djava.library.path=/usr/lib/x86_64-linux-gnu/jni", "-cp"]);
        java.arg(self.class_path(libraries));
        java
    }
}

/// Makes the jar that users take, with the library inside.
fn jar(tools: &Tools, library: &Path, work: &Path) -> Result<PathBuf, String> {
    let sources = work.join("sources");
    generate(library, "kotlin", &sources)?;
    let mut all = vec![sources.join("dev/autofix/autofix.kt")];
    all.extend(super::files(&super::folder().join("kotlin/src"))?);
    let jar = work.join(format!("autofix-kotlin-{}.jar", super::version()));
    tools.compile(&all, &[], &jar)?;
    let resources = work.join("resources");
    cache::remove(&resources)?;
    cache::copy(library, &resources.join(RESOURCE).join(super::LIBRARY))?;
    let mut add = program(&root(), "jar", &["--update", "--file"]);
    shell::run(add.arg(&jar).arg("-C").arg(&resources).arg("."))?;
    Ok(jar)
}

/// The tests in Kotlin, then the same jar from Java.
pub(crate) fn test() -> Outcome {
    let tools = Tools::ready()?;
    let work = target().join("uniffi/kotlin");
    let jar = jar(&tools, &library(false)?, &work)?;
    let tests = work.join("tests.jar");
    tools.compile(&super::files(&super::folder().join("kotlin/test/kotlin"))?, &[&jar], &tests)?;
    shell::run(tools.java(&[&jar, &tests]).arg("MainKt").arg(vectors::folder()?))?;

    let classes = work.join("java");
    cache::create(&classes)?;
    let mut javac = program(&root(), "javac", &["-Xlint:all", "-Werror", "-cp"]);
    javac.arg(tools.class_path(&[&jar, &tests])).arg("-d").arg(&classes);
    shell::run(javac.args(super::files(&super::folder().join("kotlin/test/java"))?))?;
    shell::run(tools.java(&[&jar, &tests, &classes]).arg("JavaDoor"))?;

    let example = work.join("example.jar");
    tools.compile(&[root().join("examples/kotlin/Main.kt")], &[&jar], &example)?;
    shell::run(tools.java(&[&jar, &example]).arg("MainKt").arg(root().join("examples/broken-shop")))
}

/// The jar, built for users.
pub(crate) fn package(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let tools = Tools::ready()?;
    let jar = jar(&tools, &library(true)?, &target().join("uniffi/kotlin-release"))?;
    let file = folder.join(jar.file_name().unwrap_or_default());
    cache::copy(&jar, &file)?;
    Ok(vec![file])
}
