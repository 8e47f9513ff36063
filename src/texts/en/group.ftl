### A group of two.

group-hello = Hello! I ask the two of you one small question at a time. Each answers me privately, and only when both answers are in do both open, here.
    This works with exactly the two of you and me. One thing to know: whoever joins this group later may be able to read what was opened here.
    Is it you two? Then each tap the button once.
button-im-in = I’m in
group-needs = To work here I need a plain group with exactly two people and me: no channel, no topics, no anonymous admins. Until then, each of you can write to me privately.
group-moved-in = Lovely, here we are. From now on my questions come here, and you each answer me privately.
button-answer-privately = Answer privately
group-sealed = { $count ->
        [one] 🙊 One of two sealed.
       *[other] 🙊 Both sealed.
    }
group-opened = Opened.
group-over = This one is closed.
group-emptied = This question went on in your private chats.
group-elsewhere = Hello! I’ll be in your private chats from now on.
group-back-home = I’m here with you again.
group-gone = I’m not in your group any more, so we go on here.
group-private = That belongs in our private chat.
button-private-chat = Private chat
toast-other-one = You’re in. Now the other one of you.
