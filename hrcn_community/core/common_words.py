"""Words that stand in half of all texts and say nothing of what one is about, in our languages."""

COMMON = frozenset(
    "about and any anyone are can could did does for from had has have here how into its not our "
    "should some than that the their them there they this was what when where which who whose why "
    "people will with would you your a an as at be been by do he her his if in is it me my of on or "
    "she so to us we were "
    "aber auch auf aus bei das dem den der des die ein eine einen einem einer eines für gibt haben hat "
    "ihr ihre ist kann man menschen mit nach nicht oder seid sich sie sind über und uns unser unsere von wann "
    "warum was welche welcher wenn wer wie wir wird wo zum zur am an es ich im sie um vom zu "
    "aan bij dat deze die dit een en geen heeft hebben het hoe hun jij jullie kan kunnen met naar niet "
    "mensen ons onze ook over van voor waar waarom wanneer wat welke wie wij wordt zijn de ik of op te "
    "att den det dig din ett era finns från för har här hur inte kan med mig min när någon och oss "
    "människor ska som till under vad var varför vem vara vilka vilken vår våra är av en i om på vi "
    "au aux avec ce ces cette comment dans des du elle elles est et être faire il ils je la le les leur "
    "leurs mais nos notre nous ou par pas peut pour pourquoi quand que quel quelle quelles quels qui "
    "quoi sa se ses son sont sur un une vos votre vous".split()
)
