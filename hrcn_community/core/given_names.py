"""Given names of the countries of the network, folded: one that stands before a capital is likely somebody.

Names that are words of our languages as well (Mark, Will, Rose, Angel, Grace, April) are left out.
"""

GIVEN = frozenset(
    "aaliyah abdul abdullah abebe adam adele agnes agnieszka ahmad ahmed aicha aisha alan albert aleksandra "
    "alessandro alex alexander alexandra alexandre alfred ali alice alicia alina amadou amal amanda amina "
    "amir amira ana anas andrea andreas andrei andres andrew angela angelika anita anja anke ann anna "
    "annalena anne annika anton antonio arash arjun arthur astrid ayse barbara bart beatrice ben benjamin "
    "bernard bernd bilal birgit bjorn blessing bogdan boris brigitte bruno camille carl carla carlos carmen "
    "caroline catherine cecilia celine chandra charles charlotte chiara christian christina christine "
    "christopher claire clara claudia claus cleo cristina dalia daniel daniela david deniz diana dieter "
    "dimitri dirk dmitri dominique dora dorothea edith eduard ekaterina elena eleni elias elif elin "
    "elisabeth elizabeth ella elsa emil emilia emily emma emmanuel eric erik ernst esra esther eva eve "
    "ewa fabian farid fatima fatma fatou felipe felix fernando filip florian francesca francesco francisco "
    "francois frank franz frederik friedrich gabriel gabriela gabriele georg george georgi gerard gerda "
    "giorgio giovanni giulia goran gudrun guillaume gunther gustav hamid hana hannah hans hassan heike "
    "heinrich helena helga helmut hendrik henrik henry hilde hugo hussein ibrahim ida igor ilse imran ines "
    "ingrid irene irina iris isabel isabelle ismail ivan jacob jacqueline jakob jakub james jan jana jane "
    "janet jasmin javier jean jeanne jennifer jens jeroen jessica joan joao johan johann johanna johannes "
    "john jonas jonathan jorge jose josef joseph juan judith julia julian julie jurgen kamal karen karim "
    "karin karl karolina katarina katharina kathrin katja kemal kenneth kerstin khadija khaled klara klaus "
    "konstantin kristina kurt lars laura lea leila lena leon leonie leyla liam lina linda lisa lotte louise "
    "luca lucas lucia lucie luis luisa lukas maarten magda magdalena mahmoud malik manfred manuel manuela "
    "marcel marco margaret margarete maria mariam marie marija marina mario marion marko markus marta "
    "martha martin martina mary maryam mateusz mathias matteo matthew matthias max maximilian mehmet melanie "
    "michael michaela michal michel michelle miguel mikael milan mina mira mirjam mohamed mohammad mohammed "
    "monika moritz muhammad mustafa nadia nadine naima natalia natalie nathalie nicola nicolas nicole "
    "nikola nikolai nils nina noah nora olaf oleksandr olena olga oliver olivia omar oskar otto pablo "
    "patricia patrick paul paula pauline pavel pedro peter petra philip philipp philippe pierre pieter "
    "piotr rachel rafael ralf rania rashid rebecca regina reinhard renate ricardo richard robert roberto "
    "roland roman rosa rudolf ruth sabine said salma salman samir samira samuel sandra sara sarah sebastian "
    "selma sergei sergio silvia simon simone sofia sofie sonia sophia sophie stefan stefanie stephan "
    "stephanie stephen susan susanne suzanne sven svetlana sylvia tamara tania tatjana teresa theo theresa "
    "thomas tim tobias tom tomas ulrich ulrike ursula uwe valentina vera veronika victor viktor viktoria "
    "vincent vladimir walter werner wilhelm william willem wolfgang xavier yasmin yasmine youssef yusuf "
    "yvonne zahra zainab zeynep zofia zsofia".split()
)
