"""Function words per language: looked for only when a query holds nothing else, so that they never make it fail.

They stay in the index (quoted phrases need them). Written without accents, lower case, as the word splitter leaves
them; for Arabic without the article.
"""

from __future__ import annotations

_WORDS = {
    "en": """a about an and any are as at be been but by can did do does for from had has have how i if in into is it
        its me my no not of on or our s so t than that the their them then there these they this those to too us was
        we were what when where which who why will with would you your""",
    "fr": """a ai as au aux avec c ce ces cet cette comment d dans de des du elle elles en entre est et etait eu il ils
        j je l la le les leur leurs lui m ma mais mes meme n ne nos notre nous on ont ou par pas plus pour qu que quel
        quelle quelles quels qui quoi s sa sans se ses si son sont sous sur t ta te tes un une vers vos votre vous y""",
    "es": """a al ante como con contra cual cuales cuando de del desde donde e el ella ellas ellos en entre era es esa
        esas ese eso esos esta estas este esto estos fue ha han hasta hay la las le les lo los mas me mi mis muy nos o
        para pero por que quien se ser si sin sobre son su sus tambien te tu u un una unas uno unos y ya""",
    "ru": """а без более бы был была были было в вам вас ваш весь во вот все вы где да для до его ее если есть еще же
        за и из или им их к как когда кто ли между мне мы на над нам нас не него нет них но о об он она они оно от по
        под при про с со так такой там то того тоже только у уже что чтобы эта эти это этот я""",
    "ar": """ال الي الى ان انه اي او اذا اما بعد بين بل تلك ثم حتي حول حيث خلال دون ذلك عل علي عن عند غير في فيه فيها
        قد كان كانت كل كما كيف لا لان لدي لم لن له لها ليس ما مع من منذ منه منها هذا هذه هل هم هن هو هي و""",
    "zh": "的 了 和 与 或 在 是 有 及 等 也 就 都 对 从 被 把 之 其",
    "xx": "",
}

STOP_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
