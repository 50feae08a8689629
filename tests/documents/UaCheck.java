import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;

/**
 * Checks PDF files, named on standard input, against all rules of veraPDF's profile for PDF/UA-1; one line for each
 * rule that is broken, and an empty one at the end of each file.
 */
public class UaCheck {
    public static void main(String[] none) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var profile = profile();
        System.out.println("rules\t" + profile.getRules().size());
        for (String file : (Iterable<String>) new BufferedReader(new InputStreamReader(System.in)).lines()::iterator) {
            check(file, profile);
            System.out.println();
        }
    }

    static void check(String file, ValidationProfile profile) throws Exception {
        try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), PDFAFlavour.PDFUA_1);
             var validator = ValidatorFactory.createValidator(profile, false)) {
            var result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "passed\t" : "failed\t") + result.getTotalAssertions());
            for (var each : result.getTestAssertions()) {
                var id = each.getRuleId();
                System.out.println("broken\t" + id.getClause() + "-" + id.getTestNumber() + "\t" + each.getMessage());
            }
        }
    }

    /** Reads the profile itself: veraPDF's own reader wants JAXB, which Java no longer brings. */
    static ValidationProfile profile() throws Exception {
        var stream = ValidationProfile.class.getResourceAsStream("/org/verapdf/pdfa/validation/PDFUA-1.xml");
        var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
        var rules = new HashSet<Rule>();
        for (Element rule : all(root, "rule")) rules.add(rule(rule));
        var variables = new HashSet<Variable>();
        for (Element each : all(root, "variable"))
            variables.add(Profiles.variableFromValues(each.getAttribute("name"), each.getAttribute("object"),
                text(each, "defaultValue"), text(each, "value")));
        var details = Profiles.profileDetailsFromValues("PDF/UA-1", "", "", new Date(0));
        return Profiles.profileFromValues(PDFAFlavour.PDFUA_1, details, "", rules, variables);
    }

    static Rule rule(Element rule) {
        var id = all(rule, "id").get(0);
        var deferred = rule.getAttribute("deferred");
        return Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(PDFAFlavour.Specification.ISO_14289_1, id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber"))),
            rule.getAttribute("object"), deferred.isEmpty() ? null : Boolean.valueOf(deferred),
            rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
            Profiles.errorFromValues(text(rule, "message"), new ArrayList<>()), List.of());
    }

    static List<Element> all(Element parent, String name) {
        var found = new ArrayList<Element>();
        var nodes = parent.getElementsByTagName(name);
        for (int n = 0; n < nodes.getLength(); n++) found.add((Element) nodes.item(n));
        return found;
    }

    static String text(Element parent, String name) {
        return all(parent, name).get(0).getTextContent();
    }
}
