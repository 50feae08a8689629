"""First names by which owners address the coordinator at the end of a clause ("is in orde Els"), as data.

Written with a capital; none that is a month or a word with which a sentence may end.
"""


def _read(words: str) -> frozenset[str]:
    return frozenset(words.split())


FIRST_NAMES = _read(
    "Els Tom Jan Sofie Anke An Ann Anja Bart Bert Bram Brecht Caro Charlotte Chris Christine Dirk Dries "
    "Eline Elke Ellen "
    "Emma Erik Eva Evi Femke Filip Frank Geert Griet Greet Hanne Hilde Ilse Inge Ingrid Jasper Jelle Jeroen "
    "Jo Johan "
    "Joke Joris Jos Julie Karel Karen Karin Karolien Katleen Katrien Kathleen Katrijn Kevin Koen Kris "
    "Kristof Laura Leen "
    "Lies Lieve Liesbeth Lise Lotte Luc Lut Maarten Marc Marie Marieke Marleen Mark Marijke Martine Mia "
    "Mieke Miet Nadia "
    "Nathalie Nele Nico Nina Noor Patrick Paul Peter Pieter Rik Rita Ruben Sara Sarah Saskia Sien Sigrid "
    "Stefaan Stefan "
    "Steven Stijn Sven Tim Tine Tinne Veerle Vera Wim Wouter Yves Annick Benoit Claire Caroline Camille "
    "Denis Dominique "
    "Fabienne Isabelle Jacques Jean Julien Laurent Louise Lucie Marion Michel Monique Nicolas Olivier "
    "Philippe Pierre "
    "Sandrine Sophie Stephane Sylvie Thierry Vincent Virginie Anna Andrea Anke Birgit Claudia Dieter Frank "
    "Gabi Hans "
    "Heike Helga Ingo Jens Jutta Karl Klaus Lena Manfred Markus Martin Martina Monika Petra Ralf Renate "
    "Sabine Sandra "
    "Silke Susanne Thomas Ulrike Ute Uwe Werner Wolfgang Alice Andrew Anne Ben Charles David Emily Graham "
    "Hannah Harry "
    "Helen Jack James Jane Jenny Jim Joe John Kate Laura Lucy Mary Mike Nick Oliver Priya Rachel Richard "
    "Robert Ruth Sam "
    "Simon Sue Susan Will William"
)
# Before a name these make it somebody who is spoken of: "geplaatst door Jan".
BEFORE_A_NAME = _read(
    "van door aan met voor bij dan of en is heet vraag de het een par avec pour a chez et ou que le la von "
    "mit für an bei "
    "und oder fragt by with for from to and or ask asks than dank merci thanks danke dixit volgens selon "
    "laut says zegt "
    "the ist est mevrouw meneer mijnheer madame monsieur frau herr mr mrs dr weet weten "
    # Who is left out, alone, or was gone to.
    "zonder behalve buiten uitgezonderd minus exclusief sauf hors sans excepté ohne außer ausser ausgenommen "
    "except excepting excluding without but save bar alleen enkel uitsluitend slechts seulement uniquement "
    "juste nur allein only just naar op tegen onder over na namens tussen wegens via per contre sur vers "
    "envers pour gegen auf nach über ueber wegen statt against about on at via instead samen ook zelfs nog "
    "aussi même encore auch sogar noch also even plus niet niks geen pas nicht kein not als comme wie as like"
)
