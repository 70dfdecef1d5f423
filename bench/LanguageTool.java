import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.languagetool.JLanguageTool;
import org.languagetool.Languages;

/**
 * Checks the files of the folders that it is given, and prints how much it found in each. LanguageTool's own command line
 * is no package of Maven's.
 */
public class LanguageTool {
  public static void main(String[] arguments) throws Exception {
    JLanguageTool tool = new JLanguageTool(Languages.getLanguageForShortCode("en-US"));
    for (String argument : arguments) {
      try (var paths = Files.walk(Path.of(argument))) {
        for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
          System.out.println(path + ": " + tool.check(Files.readString(path)).size());
        }
      }
    }
  }
}
