// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "AutoFix",
    platforms: [.macOS(.v12), .iOS(.v15)],
    products: [.library(name: "AutoFix", targets: ["AutoFix"])],
    targets: [
        .systemLibrary(name: "AutoFixFFI", path: "Sources/AutoFixFFI"),
        .target(
            name: "AutoFix",
            dependencies: ["AutoFixFFI"],
            path: "Sources/AutoFix",
            linkerSettings: [.linkedLibrary("autofix_uniffi"), .unsafeFlags(["-Llib"])]
        ),
    ]
)
