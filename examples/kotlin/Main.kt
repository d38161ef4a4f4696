import dev.autofix.AutoFix
import dev.autofix.AutoFixOptions
import kotlinx.coroutines.runBlocking
import java.io.File

/** Repairs what the log of a project tells, in memory: the folder itself is only read. */
fun main(arguments: Array<String>) = runBlocking {
    val root = File(arguments.firstOrNull() ?: "examples/broken-shop")
    val files = root.walk().onEnter { it.name != "node_modules" }.filter { it.isFile && it.extension != "log" }
        .associate { it.relativeTo(root).path to it.readText() }
    val autofix = AutoFix(AutoFixOptions(files = files))
    val report = autofix.repairLog(root.resolve("browser.log").readText())
    println("${report.issue?.type}: ${report.issue?.message}")
    val fix = report.fix ?: error(report.rejections.joinToString("\n") { "${it.plugin}: ${it.reason}" })
    println("${fix.description} (${fix.safety.name.lowercase()})")
    fix.changes.forEach { print(it.diff) }
    autofix.applyFix(fix)
    println("applied: " + autofix.getStatus().fixes.joinToString { it.id })
}
