"""Words that stand before a name and are none, in four languages, as data: in lower case, without accents.

No first name is one of them: *An*, *Jo* and *Dominique* are people.
"""

_WORDS = """
met aan door van voor bij naar dat en of ook volgens namens zie vraag bel mail contacteer contact beste
dag geachte mevrouw meneer mijnheer heer dhr mevr mvr mw schepen burgemeester voorzitter secretaris
coordinator trekker trekkers verantwoordelijke collega aanwezig afwezig verontschuldigd naam wie dienst
avec par pour chez selon monsieur madame mme mr cher chere bonjour echevin echevine bourgmestre president
presidente porteur responsable present presente excuse nom qui service
with by for to from and or per dear mrs ms hello hi owner alderman mayor chair attended present name who
mit von fur bei und oder laut herr herrn frau lieber liebe hallo guten tag
"""
BEFORE_A_NAME = frozenset(_WORDS.split())
