package dev.autofix

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking

/**
 * [AutoFix] for Java, and for Kotlin without coroutines: every call returns when it is done. Not for a
 * thread that must not wait, such as one of a user interface.
 */
class BlockingAutoFix
    @JvmOverloads
    @Throws(AutoFixException::class)
    constructor(
        options: AutoFixOptions,
        plugins: List<FixPlugin> = emptyList(),
    ) : AutoCloseable {
        /** The same object with `suspend` methods. */
        val async: AutoFix = AutoFix(options, plugins)

        private fun <T> wait(call: suspend () -> T): T = runBlocking(Dispatchers.Default) { call() }

        @Throws(AutoFixException::class)
        fun reportIssue(report: IssueReport): Issue = wait { async.reportIssue(report) }

        @Throws(AutoFixException::class)
        fun analyzeLog(text: String): AnalysisReport = wait { async.analyzeLog(text) }

        @Throws(AutoFixException::class)
        fun generateFix(issue: Issue): FixReport = wait { async.generateFix(issue) }

        @Throws(AutoFixException::class)
        fun repairLog(text: String): FixReport = wait { async.repairLog(text) }

        @Throws(AutoFixException::class)
        fun autoFix(issue: Issue): FixReport = wait { async.autoFix(issue) }

        @Throws(AutoFixException::class)
        fun validateFix(fix: Fix): Validation = wait { async.validateFix(fix) }

        @Throws(AutoFixException::class)
        fun applyFix(fix: Fix): Fix = wait { async.applyFix(fix) }

        @Throws(AutoFixException::class)
        fun rollbackFix(id: String): Fix = wait { async.rollbackFix(id) }

        @JvmOverloads
        @Throws(AutoFixException::class)
        fun prove(argv: List<String>, folder: String = ""): FixReport = wait { async.prove(argv, folder) }

        @Throws(AutoFixException::class)
        fun listIssues(): List<Issue> = wait { async.listIssues() }

        @Throws(AutoFixException::class)
        fun getStatus(): StatusReport = wait { async.getStatus() }

        @Throws(AutoFixException::class)
        fun listPlugins(): List<PluginInfo> = async.listPlugins()

        @Throws(AutoFixException::class)
        fun readFile(path: String): String = wait { async.readFile(path) }

        /** Hears every event from now on, on the thread that does the work. */
        @Throws(AutoFixException::class)
        fun listen(listener: EventListener) = async.listen(listener)

        override fun close() = async.close()

        companion object {
            /** Options with a folder and all else left out, for Java. */
            @JvmStatic
            fun folder(root: String) = AutoFixOptions(root = root)

            /** Options with texts by path and all else left out, for Java. */
            @JvmStatic
            fun files(files: Map<String, String>) = AutoFixOptions(files = files)

            /** A report of an exception, for Java. */
            @JvmStatic
            fun report(thrown: Throwable) =
                IssueReport(message = thrown.toString(), stack = thrown.stackTraceToString())
        }
    }
