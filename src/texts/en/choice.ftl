### What the two are asked: kinds, topics, depth. Each page shows the reader's own switches and nothing of the other's.

button-asked = What we are asked
asked =
    What we are asked

    These switches are yours alone. A question comes only if it suits you both, and nobody is told who switched what.

    How deep: { $depth }
asked-depth-one = light, for any evening
asked-depth-two = a little deeper, once you both want that
asked-depth-three = as deep as it goes, once you both want that
button-deeper = A little deeper
button-lighter = A little lighter
button-topics = Topics

topics =
    What a question may touch on. These switches are yours alone, too: a topic comes up only if it suits you both.
topic-touch = Touch
topic-shared-home = Living together
topic-long-distance = Living apart
topic-children = Children
topic-marriage = Being married
topic-religion = Faith
topic-money = Money, or what costs some
topic-intimacy = Intimacy
topic-family = Family
topic-work = Work
topic-health = Health
topic-grief = Grief
topic-pets = Pets
topic-alcohol = Alcohol

## Going deeper. What one says to it is sealed: only two yeses are ever shown.

deeper-offer-two =
    You two have opened quite a few questions by now. Would you like some that go a little deeper?

    If you both say yes, you will both hear of it. If not, nobody hears anything.
deeper-offer-three =
    Would you like some questions that go deeper still, to fears, longings, old hurts?

    If you both say yes, you will both hear of it. If not, nobody hears anything.
button-deeper-yes = Yes, a little deeper
button-deeper-no = It's good as it is
deeper-yes = 🙊 A sealed yes. If you both say it, you will both hear of it.
deeper-no = No deeper, then, and nobody hears of this. If you change your mind: /settings.
deeper-together-two =
    How nice: you would both like to go a little deeper. Before long, some of your questions will.
    Either of you can make it lighter again under /settings, any day.
deeper-together-three =
    How nice: you would both like to go deeper still. Before long, some of your questions will.
    Either of you can make it lighter again under /settings, any day.

week-nothing = Right now there is nothing you would both like to be asked, so nothing comes, and that's fine. /settings is where you can switch something on.
