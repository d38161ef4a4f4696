package dev.autofix

/**
 * A kind of repair. Extend it, and give instances to `AutoFix(options, plugins)`. A method that throws or
 * does not answer in time loses the plugin's own fix only.
 */
abstract class Plugin(
    private val name: String,
    private val version: String = "0.0.0",
    private val supportedErrors: List<String> = emptyList(),
    private val summary: String = "",
    private val maxSafety: Safety? = null,
) : FixPlugin {
    final override fun describe() =
        PluginDescription(
            name = name,
            version = version,
            summary = summary,
            supportedErrors = supportedErrors,
            maxSafety = maxSafety,
        )

    /** Reads the error. The text that it answers is given to [generateFix]. */
    override suspend fun analyze(issue: PluginIssue, project: PluginProject): String = ""

    /** A last word on a fix of its own: `null` accepts, a text is the reason against it. */
    override suspend fun validateFix(fix: Fix, project: PluginProject): String? = null
}
