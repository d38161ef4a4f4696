import dev.autofix.BlockingAutoFix;
import dev.autofix.Fix;
import dev.autofix.FixReport;
import java.util.Map;

/** The blocking door, as Java sees it. */
public final class JavaDoor {
    public static void main(String[] arguments) throws Exception {
        Map<String, String> files = Map.of("server.js", MainKt.SERVER, "package.json", MainKt.MANIFEST);
        try (BlockingAutoFix autofix = new BlockingAutoFix(BlockingAutoFix.files(files))) {
            FixReport report = autofix.repairLog(MainKt.CORS);
            Fix fix = autofix.applyFix(report.getFix());
            String text = autofix.readFile("server.js");
            if (!text.contains("http://localhost:5173")) {
                throw new AssertionError(text);
            }
            autofix.rollbackFix(fix.getId());
            if (!autofix.reportIssue(BlockingAutoFix.report(new IllegalStateException("x"))).getMessage().contains("x")) {
                throw new AssertionError("not reported");
            }
        }
        System.out.println("ok   Java");
    }
}
