package exchange.analysis;

import java.io.Reader;
import java.util.List;

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
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.AnalyzerFactory;
import org.elasticsearch.plugin.analysis.CharFilterFactory;
import org.elasticsearch.plugin.analysis.TokenizerFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.IntSetting;
import org.elasticsearch.plugin.settings.ListSetting;

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
