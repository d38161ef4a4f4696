import dev.autofix.*
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createTempDirectory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.relativeTo
import kotlin.io.path.writeText
import kotlin.system.exitProcess

const val SERVER = "const express = require('express');\nconst cors = require('cors');\n\nconst app = express();\n" +
    "app.get('/api/x', (req, res) => res.json({}));\napp.listen(4000);\n"
const val MANIFEST = "{ \"name\": \"shop\", \"dependencies\": { \"cors\": \"^2.8.5\", \"express\": \"^4.19.2\" } }\n"
const val CORS = "Access to fetch at 'http://localhost:4000/api/x' from origin 'http://localhost:5173' has been " +
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
val FILES = mapOf("server.js" to SERVER, "package.json" to MANIFEST)

var failures = 0

fun test(name: String, body: suspend () -> Unit) {
    try {
        runBlocking { body() }
        println("ok   $name")
    } catch (thrown: Throwable) {
        failures += 1
        println("FAIL $name: $thrown")
    }
}

fun check(what: Boolean, words: () -> String) = if (!what) throw AssertionError(words()) else Unit

fun <T> same(expected: T, found: T) = check(expected == found) { "expected\n$expected\nfound\n$found" }

suspend fun refused(code: String, call: suspend () -> Unit) {
    try {
        call()
    } catch (refusal: AutoFixException.Refused) {
        return same(code, refusal.code)
    }
    throw AssertionError("not refused")
}

/** Every vector is a folder: `files/`, `log`, `expected.json`. */
suspend fun vector(folder: Path) {
    val root = folder.resolve("files")
    val files = Files.walk(root).filter(Files::isRegularFile).toList()
        .associate { it.relativeTo(root).toString() to it.readText() }
    val report = AutoFix(AutoFixOptions(files = files)).use { it.repairLog(folder.resolve("log").readText()) }
    same(folder.resolve("expected.json").readText(), fixReportToJson(report))
}

class Flags(private val make: suspend (PluginProject) -> List<ProposedFix>) :
    Plugin("flags", "1.0.0", listOf("flag_error")) {
    override suspend fun analyze(issue: PluginIssue, project: PluginProject) = issue.message.substringAfter(": ")

    override suspend fun generateFix(analysis: String, project: PluginProject): List<ProposedFix> {
        same("dark_mode", analysis)
        return make(project)
    }
}

suspend fun flagged(make: suspend (PluginProject) -> List<ProposedFix>): FixReport {
    val options = AutoFixOptions(files = mapOf("flags.txt" to "a\n"), pluginTimeout = 300u)
    val autofix = AutoFix(options, listOf(Flags(make)))
    return autofix.generateFix(autofix.reportIssue(IssueReport("unknown flag: dark_mode", type = "flag_error")))
}

fun main(arguments: Array<String>) {
    for (plugin in Path.of(arguments[0]).listDirectoryEntries().sorted()) {
        for (folder in plugin.listDirectoryEntries().sorted()) {
            test("vector ${plugin.fileName} ${folder.fileName}") { vector(folder) }
        }
    }
    test("a folder is repaired and restored byte for byte") {
        val root = createTempDirectory("autofix")
        for ((path, text) in FILES) root.resolve(path).writeText(text)
        val autofix = AutoFix(AutoFixOptions(root = root.toString()))
        val heard = mutableListOf<String>()
        autofix.listen(object : EventListener {
            override fun onEvent(event: AutoFixEvent) {
                heard += event::class.simpleName.orEmpty()
            }
        })
        val fix = autofix.repairLog(CORS).fix!!
        same(true, autofix.validateFix(fix).passed)
        same(FixState.APPLIED, autofix.applyFix(fix).state)
        check("http://localhost:5173" in root.resolve("server.js").readText()) { "nothing was written" }
        same(listOf(fix.id), autofix.getStatus().fixes.map { it.id })
        autofix.rollbackFix(fix.id)
        same(SERVER, root.resolve("server.js").readText())
        same(listOf("IssueReported", "FixGenerated", "FixValidated", "FixValidated", "FixApplied", "FixRolledBack"), heard)
        same(fix, fixFromJson(fixToJson(fix)))
        root.resolve("server.js").writeText("// mine\n$SERVER")
        refused("stale") { autofix.applyFix(fix) }
    }
    test("a report keeps its type and what was added") {
        val autofix = AutoFix(AutoFixOptions(files = emptyMap()))
        val report = IssueReport("Something went wrong", type = "custom_error", context = "{\"userId\":\"123\"}")
        val issue = autofix.reportIssue(report)
        same("custom_error", issue.type)
        same("{\"userId\":\"123\"}", issue.context)
        same(2u, autofix.reportIssue(report).count)
    }
    test("refusals have codes") {
        refused("not_supported") { AutoFix(AutoFixOptions(endpoint = "http://localhost")) }
        refused("invalid_input") { AutoFix(AutoFixOptions(files = emptyMap())).reportIssue(IssueReport("")) }
        refused("invalid_input") { fixFromJson("{") }
        refused("invalid_input") {
            AutoFix(AutoFixOptions(files = emptyMap())).reportIssue(IssueReport("x", context = "{"))
        }
    }
    test("a plugin reads the project and yields an applied fix") {
        val files = mapOf("flags.txt" to "a\n")
        val autofix = AutoFix(AutoFixOptions(files = files), listOf(Flags { project ->
            same(listOf("flags.txt"), project.listFiles())
            val text = project.readFile("flags.txt")
            listOf(ProposedFix(listOf(ProposedChange("flags.txt", Action.MODIFY, content = text + "dark_mode\n"))))
        }))
        val issue = autofix.reportIssue(IssueReport("unknown flag: dark_mode", type = "flag_error"))
        autofix.applyFix(autofix.generateFix(issue).fix!!)
        same("a\ndark_mode\n", autofix.readFile("flags.txt"))
    }
    test("a plugin inserts at a named place") {
        val cors = object : Plugin("cors-fix", "1.0.0", listOf("cors_error")) {
            override suspend fun generateFix(analysis: String, project: PluginProject) = listOf(
                ProposedFix(listOf(ProposedChange("server.js", Action.INSERT, position = Position.AfterExpressInit,
                    code = "app.use(cors({ origin: ['http://localhost:5173'] }));"))),
            )
        }
        val report = AutoFix(AutoFixOptions(files = FILES), listOf(cors)).repairLog(CORS)
        same("cors-fix", report.fix?.plugin?.name)
    }
    test("a plugin that throws, declines or hangs loses its own fix only") {
        same("declined", flagged { throw PluginException.Declined("not mine") }.status.name.lowercase())
        check("boom" in flagged { throw IllegalStateException("boom") }.rejections.single().reason) { "no reason" }
        check("300 ms" in flagged { CompletableDeferred<List<ProposedFix>>().await() }.rejections.single().reason) { "no limit" }
    }
    test("calls at once give what they give one by one") {
        val autofix = AutoFix(AutoFixOptions(files = FILES))
        val reports = runBlocking { List(20) { async { fixReportToJson(autofix.repairLog(CORS)) } }.awaitAll() }
        same(1, reports.toSet().size)
    }
    if (failures > 0) exitProcess(1)
}
