### Eine Gruppe zu zweit.

group-hello = Hallo! Ich stelle euch beiden immer eine kleine Frage. Jeder antwortet mir für sich, und erst wenn beide Antworten da sind, gehen beide auf, hier.
    Das geht nur mit genau euch beiden und mir. Gut zu wissen: Wer später in diese Gruppe kommt, kann vielleicht lesen, was hier aufgegangen ist.
    Seid ihr das? Dann tippt jeder einmal auf den Knopf.
button-im-in = Ich bin dabei
group-needs = Hier brauche ich eine einfache Gruppe mit genau zwei Menschen und mir: kein Kanal, keine Themen, keine anonymen Admins. Bis dahin könnt ihr mir jeder für sich schreiben.
group-moved-in = Schön, da sind wir. Ab jetzt kommen meine Fragen hierher, und jeder antwortet mir für sich.
button-answer-privately = Für sich antworten
group-sealed = { $count ->
        [one] 🙊 Eine von zwei Antworten ist versiegelt.
       *[other] 🙊 Beide sind versiegelt.
    }
group-opened = Geöffnet.
group-over = Diese Frage ist zu.
group-emptied = Mit dieser Frage ging es in euren privaten Chats weiter.
group-elsewhere = Hallo! Ab jetzt bin ich in euren privaten Chats.
group-back-home = Ich bin wieder hier bei euch.
group-gone = Ich bin nicht mehr in eurer Gruppe, also geht es hier weiter.
group-private = Das gehört in unseren privaten Chat.
button-private-chat = Privater Chat
toast-other-one = Du bist dabei. Jetzt noch der andere von euch.
