package exchange.analysis;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.ru.RussianLightStemFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.BooleanSetting;
import org.elasticsearch.plugin.settings.IntSetting;
import org.elasticsearch.plugin.settings.ListSetting;
import org.elasticsearch.plugin.settings.StringSetting;

/** Token filters of a full Elasticsearch, under their documented names, settings and defaults. */
public final class Filters {
    private Filters() {}

    @AnalysisSettings
    public interface FoldingSettings {
        @BooleanSetting(path = "preserve_original", defaultValue = false)
        boolean preserveOriginal();
    }

    @NamedComponent("asciifolding")
    public static class AsciiFolding implements TokenFilterFactory {
        private final boolean preserve;

        @Inject
        public AsciiFolding(FoldingSettings settings) {
            preserve = settings.preserveOriginal();
        }

        public TokenStream create(TokenStream input) {
            return new ASCIIFoldingFilter(input, preserve);
        }

        public TokenStream normalize(TokenStream input) {
            return new ASCIIFoldingFilter(input, false);
        }
    }

    @AnalysisSettings
    public interface ElisionSettings {
        @ListSetting(path = "articles")
        List<String> articles();

        @BooleanSetting(path = "articles_case", defaultValue = false)
        boolean articlesCase();
    }

    @NamedComponent("elision")
    public static class Elision implements TokenFilterFactory {
        private final CharArraySet articles;

        @Inject
        public Elision(ElisionSettings settings) {
            List<String> given = settings.articles();
            articles = given == null || given.isEmpty()
                ? FrenchAnalyzer.DEFAULT_ARTICLES
                : new CharArraySet(given, settings.articlesCase());
        }

        public TokenStream create(TokenStream input) {
            return new ElisionFilter(input, articles);
        }
    }

    @AnalysisSettings
    public interface StemmerSettings {
        @StringSetting(path = "language", defaultValue = "")
        String language();

        @StringSetting(path = "name", defaultValue = "")
        String name();
    }

    /** An unknown language is refused when the index is made, as the real filter does. */
    @NamedComponent("stemmer")
    public static class Stemmer implements TokenFilterFactory {
        private static final Map<String, UnaryOperator<TokenStream>> STEMMERS = Map.ofEntries(
            Map.entry("english", PorterStemFilter::new),
            Map.entry("porter", PorterStemFilter::new),
            Map.entry("porter2", input -> new SnowballFilter(input, "English")),
            Map.entry("light_english", KStemFilter::new),
            Map.entry("possessive_english", EnglishPossessiveFilter::new),
            Map.entry("french", input -> new SnowballFilter(input, "French")),
            Map.entry("light_french", FrenchLightStemFilter::new),
            Map.entry("spanish", input -> new SnowballFilter(input, "Spanish")),
            Map.entry("light_spanish", SpanishLightStemFilter::new),
            Map.entry("russian", input -> new SnowballFilter(input, "Russian")),
            Map.entry("light_russian", RussianLightStemFilter::new),
            Map.entry("portuguese", input -> new SnowballFilter(input, "Portuguese")),
            Map.entry("arabic", ArabicStemFilter::new)
        );
        private final UnaryOperator<TokenStream> stemmer;

        @Inject
        public Stemmer(StemmerSettings settings) {
            String language = settings.language().isEmpty() ? settings.name() : settings.language();
            stemmer = STEMMERS.get(language.isEmpty() ? "porter" : language);
            if (stemmer == null) {
                throw new IllegalArgumentException("Invalid stemmer specified [" + language + "]");
            }
        }

        public TokenStream create(TokenStream input) {
            return stemmer.apply(input);
        }
    }

    @AnalysisSettings
    public interface SnowballSettings {
        @StringSetting(path = "language", defaultValue = "English")
        String language();
    }

    @NamedComponent("snowball")
    public static class Snowball implements TokenFilterFactory {
        private final String language;

        @Inject
        public Snowball(SnowballSettings settings) {
            language = settings.language();
        }

        public TokenStream create(TokenStream input) {
            return new SnowballFilter(input, language);
        }
    }

    @AnalysisSettings
    public interface GramSettings {
        @IntSetting(path = "min_gram", defaultValue = 1)
        int minGram();

        @IntSetting(path = "max_gram", defaultValue = 2)
        int maxGram();

        @BooleanSetting(path = "preserve_original", defaultValue = false)
        boolean preserveOriginal();
    }

    @NamedComponent("edge_ngram")
    public static class EdgeNGram implements TokenFilterFactory {
        private final GramSettings grams;

        @Inject
        public EdgeNGram(GramSettings settings) {
            grams = settings;
        }

        public TokenStream create(TokenStream input) {
            return new EdgeNGramTokenFilter(input, grams.minGram(), grams.maxGram(), grams.preserveOriginal());
        }
    }

    @NamedComponent("ngram")
    public static class NGram implements TokenFilterFactory {
        private final GramSettings grams;

        @Inject
        public NGram(GramSettings settings) {
            grams = settings;
        }

        public TokenStream create(TokenStream input) {
            return new NGramTokenFilter(input, grams.minGram(), grams.maxGram(), grams.preserveOriginal());
        }
    }

    @AnalysisSettings
    public interface BigramSettings {
        @BooleanSetting(path = "output_unigrams", defaultValue = false)
        boolean outputUnigrams();
    }

    @NamedComponent("cjk_bigram")
    public static class CjkBigram implements TokenFilterFactory {
        private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;
        private final boolean unigrams;

        @Inject
        public CjkBigram(BigramSettings settings) {
            unigrams = settings.outputUnigrams();
        }

        public TokenStream create(TokenStream input) {
            return new CJKBigramFilter(input, ALL_SCRIPTS, unigrams);
        }
    }

    @NamedComponent("cjk_width")
    public static class CjkWidth implements TokenFilterFactory {
        public TokenStream create(TokenStream input) {
            return new CJKWidthFilter(input);
        }
    }

    @NamedComponent("arabic_normalization")
    public static class ArabicNormalization implements TokenFilterFactory {
        public TokenStream create(TokenStream input) {
            return new ArabicNormalizationFilter(input);
        }
    }

    @NamedComponent("decimal_digit")
    public static class DecimalDigit implements TokenFilterFactory {
        public TokenStream create(TokenStream input) {
            return new DecimalDigitFilter(input);
        }
    }

    @NamedComponent("remove_duplicates")
    public static class RemoveDuplicates implements TokenFilterFactory {
        public TokenStream create(TokenStream input) {
            return new RemoveDuplicatesTokenFilter(input);
        }
    }

    @AnalysisSettings
    public interface LengthSettings {
        @IntSetting(path = "min", defaultValue = 0)
        int min();

        @IntSetting(path = "max", defaultValue = Integer.MAX_VALUE)
        int max();
    }

    @NamedComponent("length")
    public static class Length implements TokenFilterFactory {
        private final LengthSettings limits;

        @Inject
        public Length(LengthSettings settings) {
            limits = settings;
        }

        public TokenStream create(TokenStream input) {
            return new LengthFilter(input, limits.min(), limits.max());
        }
    }

    @NamedComponent("trim")
    public static class Trim implements TokenFilterFactory {
        public TokenStream create(TokenStream input) {
            return new TrimFilter(input);
        }
    }
}
