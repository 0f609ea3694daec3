package exchange.analysis;

import java.io.Reader;
import java.util.List;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.AnalyzerFactory;
import org.elasticsearch.plugin.analysis.CharFilterFactory;
import org.elasticsearch.plugin.analysis.TokenizerFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.IntSetting;
import org.elasticsearch.plugin.settings.ListSetting;
import org.elasticsearch.plugin.settings.StringSetting;

/** Language analyzers, tokenizers and character filters of a full Elasticsearch, under their documented names. */
public final class Analyzers {
    private Analyzers() {}

    @NamedComponent("english")
    public static class English implements AnalyzerFactory {
        public Analyzer create() {
            return new EnglishAnalyzer();
        }
    }

    @NamedComponent("french")
    public static class French implements AnalyzerFactory {
        public Analyzer create() {
            return new FrenchAnalyzer();
        }
    }

    @NamedComponent("spanish")
    public static class Spanish implements AnalyzerFactory {
        public Analyzer create() {
            return new SpanishAnalyzer();
        }
    }

    @NamedComponent("russian")
    public static class Russian implements AnalyzerFactory {
        public Analyzer create() {
            return new RussianAnalyzer();
        }
    }

    @NamedComponent("arabic")
    public static class Arabic implements AnalyzerFactory {
        public Analyzer create() {
            return new ArabicAnalyzer();
        }
    }

    @NamedComponent("cjk")
    public static class Cjk implements AnalyzerFactory {
        public Analyzer create() {
            return new CJKAnalyzer();
        }
    }

    @NamedComponent("keyword")
    public static class Keyword implements TokenizerFactory {
        public Tokenizer create() {
            return new KeywordTokenizer();
        }
    }

    @NamedComponent("whitespace")
    public static class Whitespace implements TokenizerFactory {
        public Tokenizer create() {
            return new WhitespaceTokenizer();
        }
    }

    @AnalysisSettings
    public interface GramSettings {
        @IntSetting(path = "min_gram", defaultValue = 1)
        int minGram();

        @IntSetting(path = "max_gram", defaultValue = 2)
        int maxGram();
    }

    @NamedComponent("ngram")
    public static class NGram implements TokenizerFactory {
        private final GramSettings grams;

        @Inject
        public NGram(GramSettings settings) {
            grams = settings;
        }

        public Tokenizer create() {
            return new NGramTokenizer(grams.minGram(), grams.maxGram());
        }
    }

    @AnalysisSettings
    public interface SplitSettings {
        @StringSetting(path = "pattern", defaultValue = "\\W+")
        String pattern();

        @IntSetting(path = "group", defaultValue = -1)
        int group();
    }

    @NamedComponent("pattern")
    public static class Split implements TokenizerFactory {
        private final Pattern pattern;
        private final int group;

        @Inject
        public Split(SplitSettings settings) {
            pattern = Pattern.compile(settings.pattern());
            group = settings.group();
        }

        public Tokenizer create() {
            return new PatternTokenizer(pattern, group);
        }
    }

    @AnalysisSettings
    public interface ReplaceSettings {
        @StringSetting(path = "pattern", defaultValue = "")
        String pattern();

        @StringSetting(path = "replacement", defaultValue = "")
        String replacement();
    }

    /** Without a pattern it changes nothing: the server makes one such instance of every component by itself. */
    @NamedComponent("pattern_replace")
    public static class Replace implements CharFilterFactory {
        private final Pattern pattern;
        private final String replacement;

        @Inject
        public Replace(ReplaceSettings settings) {
            pattern = Pattern.compile(settings.pattern().isEmpty() ? "(?!)" : settings.pattern());
            replacement = settings.replacement();
        }

        public Reader create(Reader input) {
            return new PatternReplaceCharFilter(pattern, replacement, input);
        }

        public Reader normalize(Reader input) {
            return create(input);
        }
    }

    @NamedComponent("html_strip")
    public static class HtmlStrip implements CharFilterFactory {
        public Reader create(Reader input) {
            return new HTMLStripCharFilter(input);
        }
    }

    @AnalysisSettings
    public interface MappingSettings {
        @ListSetting(path = "mappings")
        List<String> mappings();
    }

    /** Rules are written "from => to"; a rule without an arrow is refused when the index is made. */
    @NamedComponent("mapping")
    public static class Mapping implements CharFilterFactory {
        private final NormalizeCharMap map;

        @Inject
        public Mapping(MappingSettings settings) {
            NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
            List<String> rules = settings.mappings();
            for (String rule : rules == null ? List.<String>of() : rules) {
                String[] sides = rule.split("=>", 2);
                if (sides.length != 2) {
                    throw new IllegalArgumentException("Invalid mapping rule: [" + rule + "]");
                }
                builder.add(sides[0].trim(), sides[1].trim());
            }
            map = builder.build();
        }

        public Reader create(Reader input) {
            return new MappingCharFilter(map, input);
        }

        public Reader normalize(Reader input) {
            return create(input);
        }
    }
}
