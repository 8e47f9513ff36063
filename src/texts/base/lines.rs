//! Every line of the Fluent files under its typed name, and the choice of a language.
//!
//! A misspelt name or a forgotten argument does not compile; the tests compare [`LINES`] with the files both ways. Names
//! of people are arguments here: data, never parsed. What people write never comes here at all.
//!
//! To add a language: a folder beside `en` with the same files, and one entry in `SOURCES`. A line that it lacks is said
//! in English. Start with [`Line`].

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The language every line has.
pub const BASE: &str = "en";

/// The files of each language, the base first.
const SOURCES: &[(&str, &[&str])] = &[
    (
        BASE,
        &[
            include_str!("../en/start.ftl"),
            include_str!("../en/round.ftl"),
            include_str!("../en/shapes.ftl"),
            include_str!("../en/week.ftl"),
            include_str!("../en/choosing.ftl"),
            include_str!("../en/own.ftl"),
            include_str!("../en/cover.ftl"),
            include_str!("../en/safety.ftl"),
            include_str!("../en/reflection.ftl"),
            include_str!("../en/around.ftl"),
            include_str!("../en/where.ftl"),
            include_str!("../en/group.ftl"),
        ],
    ),
    (
        "de",
        &[
            include_str!("../de/start.ftl"),
            include_str!("../de/round.ftl"),
            include_str!("../de/shapes.ftl"),
            include_str!("../de/week.ftl"),
            include_str!("../de/choosing.ftl"),
            include_str!("../de/own.ftl"),
            include_str!("../de/cover.ftl"),
            include_str!("../de/safety.ftl"),
            include_str!("../de/reflection.ftl"),
            include_str!("../de/around.ftl"),
            include_str!("../de/where.ftl"),
            include_str!("../de/group.ftl"),
        ],
    ),
];

macro_rules! lines {
    ($($name:ident $({ $($arg:ident : $ty:ty),+ })? = $id:literal;)+) => {
        /// One line of the files, with what it needs.
        #[derive(Clone, Copy)]
        pub(in crate::texts) enum Line<'a> {
            $($name $({ $($arg: $ty),+ })?,)+
        }

        /// Every line's id and the names of its arguments.
        pub const LINES: &[(&str, &[&str])] = &[
            $(($id, &[$($(stringify!($arg)),+)?]),)+
        ];

        impl<'a> Line<'a> {
            fn id(&self) -> &'static str {
                match self {
                    $(Line::$name { .. } => $id,)+
                }
            }

            fn args(&self) -> FluentArgs<'a> {
                let mut args = FluentArgs::new();
                match *self {
                    $(Line::$name $({ $($arg),+ })? => {
                        $($(args.set(stringify!($arg), FluentValue::from($arg));)+)?
                    })+
                }
                args
            }
        }
    };
}

lines! {
    Welcome = "welcome";
    WelcomeBack { name: &'a str } = "welcome-back";
    ButtonInvite = "button-invite";
    ButtonPrivacy = "button-privacy";
    Privacy = "privacy";
    Help = "help";
    InviteLink { link: &'a str } = "invite-link";
    InviteShare = "invite-share";
    ButtonShare = "button-share";
    ButtonCopyLink = "button-copy-link";
    InviteOpened { name: &'a str } = "invite-opened";
    InviteOpenedWaits { name: &'a str } = "invite-opened-waits";
    ButtonAccept = "button-accept";
    ButtonDecline = "button-decline";
    InviteDeclined = "invite-declined";
    InviteAccepted { name: &'a str } = "invite-accepted";
    ConfirmPerson { name: &'a str } = "confirm-person";
    ButtonConfirm = "button-confirm";
    ButtonRefusePerson = "button-refuse-person";
    ConfirmedPerson { name: &'a str } = "confirmed-person";
    RefusedPerson = "refused-person";
    AccepterGone { name: &'a str } = "accepter-gone";
    InviteUnusable = "invite-unusable";
    InviteLapsed = "invite-lapsed";
    InviteWithdrawn = "invite-withdrawn";
    Together { name: &'a str } = "together";

    CardHowTo = "card-how-to";
    CardFirstInviting = "card-first-inviting";
    CardFirstAccepted { name: &'a str } = "card-first-accepted";
    CardWaits { name: &'a str } = "card-waits";
    CardWaitsAccepted { name: &'a str } = "card-waits-accepted";
    CardSealed = "card-sealed";
    CardSealedInviting = "card-sealed-inviting";
    CardSealedAccepted { name: &'a str } = "card-sealed-accepted";
    CardWriting = "card-writing";
    CardPassed = "card-passed";
    CardTalk = "card-talk";
    CardTalked = "card-talked";
    CardRevealed = "card-revealed";
    CardClosed = "card-closed";
    CardOver = "card-over";
    ButtonAnother = "button-another";
    ButtonNotTonight = "button-not-tonight";
    ButtonTalk = "button-talk";
    ButtonTakeBack = "button-take-back";
    ButtonStillWriting = "button-still-writing";
    ButtonDone = "button-done";
    ButtonAfterAll = "button-after-all";
    ButtonNeverMind = "button-never-mind";
    Talked = "talked";

    CardHowToFeeling = "card-how-to-feeling";
    CardHowToScale = "card-how-to-scale";
    CardHowToChoice = "card-how-to-choice";
    CardHowToDone = "card-how-to-done";
    CardSealedDone = "card-sealed-done";
    CardPassedToday = "card-passed-today";
    CardClosedDone = "card-closed-done";
    ButtonDid = "button-did";
    ButtonNotToday = "button-not-today";
    RevealDoneBoth = "reveal-done-both";
    RevealDoneOne = "reveal-done-one";
    CardSealedTap = "card-sealed-tap";
    FinerAsk { feeling: &'a str } = "finer-ask";
    DeckWords = "own-words";
    ButtonOwnWords = "button-own-words";
    ButtonChange = "button-change";
    ButtonChosen = "button-chosen";
    RevealSameFeeling = "reveal-same-feeling";
    RevealSamePicks = "reveal-same-picks";
    RevealDifferPicks { name: &'a str } = "reveal-differ-picks";
    RevealMatches = "reveal-matches";
    RevealNoMatch = "reveal-no-match";
    RevealNoMatchOthers = "reveal-no-match-others";
    RevealLotMe { name: &'a str } = "reveal-lot-me";
    RevealLotThem { name: &'a str } = "reveal-lot-them";
    RevealPicked = "reveal-picked";
    RevealSamePlace = "reveal-same-place";
    RevealDifferPlace { name: &'a str } = "reveal-differ-place";
    HalfOfferTap { prompt: &'a str } = "half-offer-tap";

    RevealHeader = "reveal-header";
    RevealTwins = "reveal-twins";
    RevealMore = "reveal-more";
    RevealNothing = "reveal-nothing";
    RevealMe { name: &'a str } = "reveal-me";
    MyPhoto { count: usize } = "reveal-my-photo";
    MyVideo { count: usize } = "reveal-my-video";
    MyAnimation { count: usize } = "reveal-my-animation";
    MyVoice { count: usize } = "reveal-my-voice";
    MyVideoNote { count: usize } = "reveal-my-video-note";
    MyAudio { count: usize } = "reveal-my-audio";
    MyDocument { count: usize } = "reveal-my-document";
    MySticker { count: usize } = "reveal-my-sticker";
    MyOther { count: usize } = "reveal-my-other";
    TheirPhoto { count: usize } = "reveal-their-photo";
    TheirVideo { count: usize } = "reveal-their-video";
    TheirAnimation { count: usize } = "reveal-their-animation";
    TheirVoice { count: usize } = "reveal-their-voice";
    TheirVideoNote { count: usize } = "reveal-their-video-note";
    TheirAudio { count: usize } = "reveal-their-audio";
    TheirDocument { count: usize } = "reveal-their-document";
    TheirSticker { count: usize } = "reveal-their-sticker";
    TheirOther { count: usize } = "reveal-their-other";
    PartMissing = "part-missing";
    PartMissingVoice = "part-missing-voice";
    ButtonVoicesAgain = "button-voices-again";

    HalfOffer { prompt: &'a str } = "half-offer";
    HalfOfferSeveral { prompts: &'a str } = "half-offer-several";
    HalfMoved = "half-moved";
    HalfGiven { name: &'a str } = "half-given";
    HalfKept = "half-kept";
    HalfLetGo = "half-let-go";
    ButtonGive = "button-give";
    ButtonGiveOf { number: &'a str } = "button-give-of";
    ButtonKeepOf { number: &'a str } = "button-keep-of";
    ButtonLetGoOf { number: &'a str } = "button-let-go-of";
    ButtonKeep = "button-keep";
    ButtonLetGo = "button-let-go";
    GiftHeader { name: &'a str } = "gift-header";

    RelayName { name: &'a str } = "relay-name";
    RelayCaption { name: &'a str } = "relay-caption";
    WhichFor = "which-for";
    WhichForRetry = "which-for-retry";
    ButtonForPartner { name: &'a str } = "button-for-partner";
    ButtonMyAnswer { prompt: &'a str } = "button-my-answer";
    ButtonTryAgain = "button-try-again";
    AsidePassedOn = "aside-passed-on";
    AsideSealed = "aside-sealed";
    AsideDropped = "aside-dropped";

    TodayTitle = "today-title";
    TodayNone = "today-none";
    TodayNoneTogether = "today-none-together";
    TodayOpen = "today-open";
    TodayWaits { name: &'a str } = "today-waits";
    TodaySealed = "today-sealed";
    TodayPassed = "today-passed";
    TodayTalk = "today-talk";
    KindsOffer = "kinds-offer";

    NameUnknown = "name-unknown";
    Settings { zone: &'a str, quiet: &'a str } = "settings";
    SettingsZone { city: &'a str, time: &'a str } = "settings-zone";
    SettingsNoZone = "settings-no-zone";
    ButtonTellOn = "button-tell-on";
    ButtonTellOff = "button-tell-off";
    ZoneAsk = "zone-ask";
    ZoneAskSame { name: &'a str, city: &'a str, time: &'a str } = "zone-ask-same";
    ButtonZoneSame = "button-zone-same";
    ButtonZoneOther = "button-zone-other";
    ButtonClocks = "button-clocks";
    ZoneSet { place: &'a str, time: &'a str } = "zone-set";
    ZoneSetOthers { place: &'a str, time: &'a str } = "zone-set-others";
    ZoneSetFixed { place: &'a str, time: &'a str } = "zone-set-fixed";
    ZoneSame { place: &'a str, time: &'a str } = "zone-same";
    ButtonZoneRight = "button-zone-right";
    ButtonPlace { place: &'a str, time: &'a str } = "button-place";
    ZoneUnknown = "zone-unknown";
    ClockAsk = "clock-ask";
    PlaceAsk { time: &'a str } = "place-ask";
    ButtonMorePlaces = "button-more-places";
    ButtonOtherClock = "button-other-clock";
    RevealClocks { here: &'a str, time: &'a str, there: &'a str, theirs: &'a str } = "reveal-clocks";
    RevealClocksTomorrow { here: &'a str, time: &'a str, there: &'a str, theirs: &'a str } = "reveal-clocks-tomorrow";
    RevealClocksYesterday { here: &'a str, time: &'a str, there: &'a str, theirs: &'a str } = "reveal-clocks-yesterday";

    LeaveAsk { name: &'a str } = "leave-ask";
    ButtonLeave = "button-leave";
    ButtonLeaveQuietly = "button-leave-quietly";
    ButtonStay = "button-stay";
    WithdrawAskInviter = "withdraw-ask-inviter";
    WithdrawAskAccepter = "withdraw-ask-accepter";
    ButtonWithdraw = "button-withdraw";
    ButtonKeepWaiting = "button-keep-waiting";
    Left = "left";
    LeftQuietly = "left-quietly";
    Stayed = "stayed";
    PartnerLeft { name: &'a str } = "partner-left";
    PartnerLeftHalves = "partner-left-halves";
    Cancelled = "cancelled";
    TooFast = "too-fast";

    GroupHello = "group-hello";
    GroupHelloAsk = "group-hello-ask";
    ButtonImIn = "button-im-in";
    GroupNeeds = "group-needs";
    GroupMovedIn = "group-moved-in";
    ButtonAnswerPrivately = "button-answer-privately";
    GroupSealedOne = "group-sealed-one";
    GroupSealedBoth = "group-sealed-both";
    GroupOpened = "group-opened";
    GroupOver = "group-over";
    GroupEmptied = "group-emptied";
    GroupBelow = "group-below";
    GroupElsewhere = "group-elsewhere";
    GroupBackHome = "group-back-home";
    GroupGone = "group-gone";
    GroupPrivate = "group-private";
    GroupHelp = "group-help";
    GroupResting = "group-resting";
    GroupNotResting = "group-not-resting";
    GroupTheOther = "group-the-other";
    GroupMediaOf { name: &'a str } = "group-media-of";
    GroupLot { name: &'a str, other: &'a str } = "group-lot";
    GroupDifferPlace = "group-differ-place";
    GroupDifferPicks { a: &'a str, b: &'a str } = "group-differ-picks";
    GroupCoverAsk = "group-cover-ask";
    GroupCovered = "group-covered";
    GroupNotCovered = "group-not-covered";
    GroupCoveredPage { day: &'a str, month: &'a str, year: &'a str } = "group-covered-page";
    January = "month-1";
    February = "month-2";
    March = "month-3";
    April = "month-4";
    May = "month-5";
    June = "month-6";
    July = "month-7";
    August = "month-8";
    September = "month-9";
    October = "month-10";
    November = "month-11";
    December = "month-12";
    ButtonGroupCover = "button-group-cover";
    ButtonGroupLeaveOpen = "button-group-leave-open";
    ButtonGroupCoverAll = "button-group-cover-all";
    ButtonUseGroup = "button-use-group";
    ButtonGoPrivate = "button-go-private";
    ButtonPrivateChat = "button-private-chat";
    ToastOtherOne = "toast-other-one";

    ToastTold = "toast-told";
    ToastAlreadyTold = "toast-already-told";
    ToastTakenBack = "toast-taken-back";
    ToastTakeYourTime = "toast-take-your-time";

    RefusalAlreadyTogether = "refusal-already-together";
    RefusalNotTogether = "refusal-not-together";
    RefusalRoundOver = "refusal-round-over";
    RefusalAnswerFull = "refusal-answer-full";
    RefusalNothingSealed = "refusal-nothing-sealed";
    RefusalNoOther = "refusal-no-other";
    RefusalOldButton = "refusal-old-button";
    RefusalNobodyThere = "refusal-nobody-there";
    TimeAsk = "time-ask";
    CronCount = "cron-count";
    CronMinute = "cron-minute";
    CronHour = "cron-hour";
    CronDay = "cron-day";
    CronMonth = "cron-month";
    CronWeekday = "cron-weekday";
    CronUnreadable { field: &'a str } = "cron-unreadable";
    CronTooOften { field: &'a str } = "cron-too-often";
    CronBoth = "cron-both";
    PlanChanged = "plan-changed";
    PlanGentle = "plan-gentle";
    PlanDaily = "plan-daily";
    PlanFull = "plan-full";
    WeekTitle { city: &'a str } = "week-title";
    WeekTitleNoZone = "week-title-no-zone";
    WeekSundays = "week-sundays";
    WeekAsleep = "week-asleep";
    WeekEmpty = "week-empty";
    WeekOff { line: &'a str } = "week-off";
    WeekdayMon = "weekday-mon";
    WeekdayTue = "weekday-tue";
    WeekdayWed = "weekday-wed";
    WeekdayThu = "weekday-thu";
    WeekdayFri = "weekday-fri";
    WeekdaySat = "weekday-sat";
    WeekdaySun = "weekday-sun";
    RhythmDaily { time: &'a str } = "rhythm-daily";
    RhythmDays { days: &'a str, time: &'a str } = "rhythm-days";
    RhythmMonthDays { days: &'a str, time: &'a str } = "rhythm-month-days";
    RhythmMonths { months: &'a str, time: &'a str } = "rhythm-months";
    RhythmDates { days: &'a str, months: &'a str, time: &'a str } = "rhythm-dates";
    ButtonAddSchedule = "button-add-schedule";
    ButtonOtherTime = "button-other-time";
    ButtonScheduleOn = "button-schedule-on";
    ButtonScheduleOff = "button-schedule-off";
    ButtonScheduleRemove = "button-schedule-remove";
    ButtonBack = "button-back";
    ButtonWeek = "button-week";
    ButtonNudgesOn = "button-nudges-on";
    ButtonNudgesOff = "button-nudges-off";
    ButtonQuietHours = "button-quiet-hours";
    QuietHoursAsk = "quiet-hours-ask";
    QuietHoursType = "quiet-hours-type";
    QuietNone = "quiet-none";
    PauseAsk = "pause-ask";
    ButtonPause = "button-pause";
    ButtonPauseDay = "button-pause-day";
    ButtonPauseDays { count: &'a str } = "button-pause-days";
    ButtonPauseOpen = "button-pause-open";
    ButtonResume = "button-resume";
    RestingUntil { day: &'a str, time: &'a str } = "resting-until";
    RestingOpen = "resting-open";
    Resumed = "resumed";
    Nudge { prompt: &'a str } = "nudge";
    Quieter = "quieter";
    CardLastOpen = "card-last-open";
    RefusalNotResting = "refusal-not-resting";
    RefusalSchedulesFull = "refusal-schedules-full";
    RefusalLastOne = "refusal-last-one";
    CommandSchedule = "command-schedule";
    CommandPause = "command-pause";
    CommandResume = "command-resume";
    AskAgain = "ask-again";
    WordsMayBeMissing = "words-may-be-missing";
    RefusalCannotTravel = "refusal-cannot-travel";
    RefusalUnknownKind = "refusal-unknown-kind";
    RefusalUnknownCommand = "refusal-unknown-command";
    RefusalNothingToCancel = "refusal-nothing-to-cancel";
    RefusalNothingOpen = "refusal-nothing-open";
    RefusalNothingOpenAlone = "refusal-nothing-open-alone";
    RefusalNoPrompt = "refusal-no-prompt";

    ButtonAsked = "button-asked";
    Asked { depth: &'a str } = "asked";
    AskedDepthOne = "asked-depth-one";
    AskedDepthTwo = "asked-depth-two";
    AskedDepthThree = "asked-depth-three";
    ButtonDeeper = "button-deeper";
    ButtonLighter = "button-lighter";
    ButtonTopics = "button-topics";
    Topics = "topics";
    TopicTouch = "topic-touch";
    TopicSharedHome = "topic-shared-home";
    TopicLongDistance = "topic-long-distance";
    TopicChildren = "topic-children";
    TopicMarriage = "topic-marriage";
    TopicReligion = "topic-religion";
    TopicMoney = "topic-money";
    TopicIntimacy = "topic-intimacy";
    TopicFamily = "topic-family";
    TopicWork = "topic-work";
    TopicHealth = "topic-health";
    TopicGrief = "topic-grief";
    TopicPets = "topic-pets";
    TopicAlcohol = "topic-alcohol";
    DeeperOfferTwo = "deeper-offer-two";
    DeeperOfferThree = "deeper-offer-three";
    ButtonDeeperYes = "button-deeper-yes";
    ButtonDeeperNo = "button-deeper-no";
    DeeperYes = "deeper-yes";
    DeeperNo = "deeper-no";
    DeeperTogetherTwo = "deeper-together-two";
    DeeperTogetherThree = "deeper-together-three";
    WeekNothing = "week-nothing";
    OwnAsks { name: &'a str } = "own-asks";
    OwnAsksMe = "own-asks-me";
    OwnGone = "own-gone";
    OwnAsk = "own-ask";
    OwnWordingAsk = "own-wording-ask";
    ButtonFavourite = "button-favourite";
    ButtonFavouriteOn = "button-favourite-on";
    FavouritesNone = "favourites-none";
    ButtonKeepQuestion = "button-keep-question";
    ButtonQuestionKept = "button-question-kept";
    ToastQuestionKept = "toast-question-kept";
    ToastQuestionKeptBefore = "toast-question-kept-before";
    ButtonOwnQuestions = "button-own-questions";
    DeckTitle = "deck-title";
    DeckEmpty = "deck-empty";
    ButtonPageBack = "button-page-back";
    ButtonPageOn = "button-page-on";
    ButtonReword = "button-reword";
    ButtonRemoveQuestion = "button-remove-question";
    ButtonMakeOurs = "button-make-ours";
    ButtonIsOurs = "button-is-ours";
    ToastOursBefore = "toast-ours-before";
    RitualMade { day: &'a str, time: &'a str } = "ritual-made";
    RitualMadeBy { name: &'a str, day: &'a str, time: &'a str } = "ritual-made-by";
    RitualNow = "ritual-line";
    ButtonLetRest = "button-let-rest";
    RitualRests = "ritual-rests";
    RefusalQuestionTooLong = "refusal-question-too-long";
    RefusalAskedEnough = "refusal-asked-enough";
    RefusalOneAtATime = "refusal-one-at-a-time";
    RefusalDeckFull = "refusal-deck-full";
    RefusalRitualsFull = "refusal-rituals-full";
    CommandAsk = "command-ask";

    CardCovered { count: usize } = "card-covered";
    CoveredShown = "covered-shown";
    ButtonShowMe = "button-show-me";
    ButtonHide = "button-hide";
    ButtonCoverOn = "button-cover-on";
    ButtonCoverOff = "button-cover-off";
    ToastCoversNow = "toast-covers-now";

    SafetyEmergency { country: &'a str, number: &'a str } = "safety-emergency";
    SafetyForWomen = "safety-for-women";
    SafetyForMen = "safety-for-men";
    SafetyForLgbt = "safety-for-lgbt";
    SafetySms { number: &'a str } = "safety-sms";
    SafetyChat { url: &'a str } = "safety-chat";
    SafetyStands { year: &'a str, month: &'a str } = "safety-stands";
    SafetyCountries = "safety-countries";
    SafetyGone = "safety-gone";
    ButtonSafetyBack = "button-safety-back";
    ButtonSafetyElsewhere = "button-safety-elsewhere";
    CommandSafety = "command-safety";

    ReflectWhenToday { time: &'a str } = "reflect-when-today";
    ReflectWhenTomorrow { time: &'a str } = "reflect-when-tomorrow";
    ReflectWhenDay { day: &'a str, time: &'a str } = "reflect-when-day";
    ReflectWhenMinutes { count: usize } = "reflect-when-minutes";
    ReflectWhenHours { count: usize } = "reflect-when-hours";
    ReflectDate { month: &'a str, day: usize } = "reflect-date";
    ReflectMonth1 = "reflect-month-1";
    ReflectMonth2 = "reflect-month-2";
    ReflectMonth3 = "reflect-month-3";
    ReflectMonth4 = "reflect-month-4";
    ReflectMonth5 = "reflect-month-5";
    ReflectMonth6 = "reflect-month-6";
    ReflectMonth7 = "reflect-month-7";
    ReflectMonth8 = "reflect-month-8";
    ReflectMonth9 = "reflect-month-9";
    ReflectMonth10 = "reflect-month-10";
    ReflectMonth11 = "reflect-month-11";
    ReflectMonth12 = "reflect-month-12";
    ReflectCommand = "reflect-command";
    ReflectMenu = "reflect-menu";
    ReflectMenuAloneOnly = "reflect-menu-alone-only";
    ReflectButtonArgument = "reflect-button-argument";
    ReflectButtonAvoided = "reflect-button-avoided";
    ReflectButtonAlone = "reflect-button-alone";
    ReflectWhenAsk = "reflect-when-ask";
    ReflectWhenAskLate = "reflect-when-ask-late";
    ReflectButtonMinutes { count: usize, time: &'a str } = "reflect-button-minutes";
    ReflectButtonHours { count: usize, time: &'a str } = "reflect-button-hours";
    ReflectButtonTomorrowMorning { time: &'a str } = "reflect-button-tomorrow-morning";
    ReflectButtonTomorrow { time: &'a str } = "reflect-button-tomorrow";
    ReflectButtonMorning { time: &'a str } = "reflect-button-morning";
    ReflectButtonToday { time: &'a str } = "reflect-button-today";
    ReflectButtonWriteNow = "reflect-button-write-now";
    ReflectSent { when: &'a str } = "reflect-sent";
    ReflectSentMorning { when: &'a str } = "reflect-sent-morning";
    ReflectButtonWithdraw = "reflect-button-withdraw";
    ReflectWithdrawn = "reflect-withdrawn";
    ReflectNotNow = "reflect-not-now";
    ReflectTheySaidYes { name: &'a str, when: &'a str } = "reflect-they-said-yes";
    ReflectYesPassedOn { when: &'a str } = "reflect-yes-passed-on";
    ReflectDeclined { name: &'a str, when: &'a str } = "reflect-declined";
    ReflectInvitationOver = "reflect-invitation-over";
    ReflectButtonNoMoreInvitations = "reflect-button-no-more-invitations";
    ReflectNoMoreInvitations = "reflect-no-more-invitations";
    ReflectEarlierAsk { when: &'a str } = "reflect-earlier-ask";
    ReflectButtonEarlier = "reflect-button-earlier";
    ReflectEarlierNoted = "reflect-earlier-noted";
    ReflectEarlierBoth { when: &'a str } = "reflect-earlier-both";
    ReflectBegin { count: usize } = "reflect-begin";
    ReflectBeginAlone { count: usize } = "reflect-begin-alone";
    ReflectButtonBegin = "reflect-button-begin";
    ReflectStepTitle { number: usize, count: usize, title: &'a str } = "reflect-step-title";
    ReflectStepTitleOffered { title: &'a str } = "reflect-step-title-offered";
    ReflectStepHowTo = "reflect-step-how-to";
    ReflectStepWritten { count: usize } = "reflect-step-written";
    ReflectStepFelt { feelings: &'a str } = "reflect-step-felt";
    ReflectButtonNext = "reflect-button-next";
    ReflectButtonBack = "reflect-button-back";
    ReflectButtonSkip = "reflect-button-skip";
    ReflectButtonHow = "reflect-button-how";
    ReflectButtonLess = "reflect-button-less";
    ReflectButtonBreak = "reflect-button-break";
    ReflectButtonStop = "reflect-button-stop";
    ReflectButtonClear = "reflect-button-clear";
    ReflectToastCleared = "reflect-toast-cleared";
    ReflectPaused = "reflect-paused";
    ReflectPausedAlone = "reflect-paused-alone";
    ReflectButtonGoOn = "reflect-button-go-on";
    ReflectOverview { steps: &'a str } = "reflect-overview";
    ReflectOverviewAlone { steps: &'a str } = "reflect-overview-alone";
    ReflectOverviewWritten { title: &'a str } = "reflect-overview-written";
    ReflectOverviewSkipped { title: &'a str } = "reflect-overview-skipped";
    ReflectOffered = "reflect-offered";
    ReflectButtonOffered { title: &'a str } = "reflect-button-offered";
    ReflectButtonSeal = "reflect-button-seal";
    ReflectSealed = "reflect-sealed";
    ReflectSealedLeft { count: usize } = "reflect-sealed-left";
    ReflectButtonShowMe = "reflect-button-show-me";
    ReflectButtonTakeBack = "reflect-button-take-back";
    ReflectShown = "reflect-shown";
    ReflectButtonCover = "reflect-button-cover";
    ReflectTakenBack = "reflect-taken-back";
    ReflectRoundsWait = "reflect-rounds-wait";
    ReflectReady = "reflect-ready";
    ReflectButtonOpenFirst = "reflect-button-open-first";
    ReflectButtonOpenNext = "reflect-button-open-next";
    ReflectStepOpen { number: usize, count: usize, title: &'a str } = "reflect-step-open";
    ReflectListenHow { name: &'a str } = "reflect-listen-how";
    ReflectStepMineOnly { title: &'a str } = "reflect-step-mine-only";
    ReflectButtonGive = "reflect-button-give";
    ReflectButtonKeepClosed = "reflect-button-keep-closed";
    ReflectGiven = "reflect-given";
    ReflectKeptClosed = "reflect-kept-closed";
    ReflectStepGiven { title: &'a str, name: &'a str } = "reflect-step-given";
    ReflectButtonTimer = "reflect-button-timer";
    ReflectTimerMine { name: &'a str } = "reflect-timer-mine";
    ReflectTimerTheirs { name: &'a str } = "reflect-timer-theirs";
    ReflectTimerSwapMine { name: &'a str } = "reflect-timer-swap-mine";
    ReflectTimerSwapTheirs { name: &'a str } = "reflect-timer-swap-theirs";
    ReflectTimerEnd = "reflect-timer-end";
    ReflectButtonTimerEnd = "reflect-button-timer-end";
    ReflectTimerEnded = "reflect-timer-ended";
    ReflectClosing = "reflect-closing";
    ReflectClosingAlone = "reflect-closing-alone";
    ReflectKeepAsk { date: &'a str } = "reflect-keep-ask";
    ReflectKeepFiles = "reflect-keep-files";
    ReflectKeepAskAlone { date: &'a str } = "reflect-keep-ask-alone";
    ReflectButtonKeep = "reflect-button-keep";
    ReflectButtonLetGo = "reflect-button-let-go";
    ReflectKeepNoted { date: &'a str } = "reflect-keep-noted";
    ReflectKept = "reflect-kept";
    ReflectKeptAlone = "reflect-kept-alone";
    ReflectErased { date: &'a str } = "reflect-erased";
    ReflectStopAsk { name: &'a str } = "reflect-stop-ask";
    ReflectStopAskAlone = "reflect-stop-ask-alone";
    ReflectButtonStopYes = "reflect-button-stop-yes";
    ReflectButtonStopNo = "reflect-button-stop-no";
    ReflectStopped = "reflect-stopped";
    ReflectOver = "reflect-over";
    ReflectButtonInvitationsOn = "reflect-button-invitations-on";
    ReflectButtonInvitationsOff = "reflect-button-invitations-off";
    ReflectButtonOfferOn = "reflect-button-offer-on";
    ReflectButtonOfferOff = "reflect-button-offer-off";
    ReflectOffer = "reflect-offer";
    ReflectRefusalRunning = "reflect-refusal-running";
    ReflectRefusalEnough = "reflect-refusal-enough";
    ReflectRefusalEmpty = "reflect-refusal-empty";
    ReflectRefusalFull = "reflect-refusal-full";
    ReflectRefusalWordsOrVoice = "reflect-refusal-words-or-voice";
    ReflectRefusalOpenAlready = "reflect-refusal-open-already";

    BotDescription = "bot-description";
    BotShortDescription = "bot-short-description";
    CommandStart = "command-start";
    CommandInvite = "command-invite";
    CommandPrompt = "command-prompt";
    CommandToday = "command-today";
    CommandTimezone = "command-timezone";
    CommandSettings = "command-settings";
    CommandLeave = "command-leave";
    CommandPrivacy = "command-privacy";
    CommandHelp = "command-help";
    CommandCancel = "command-cancel";
}

type Bundle = FluentBundle<FluentResource>;

/// One language, with English behind it.
#[derive(Clone, Copy)]
pub(in crate::texts) struct Lang(&'static [(&'static str, Bundle)], usize);

static BUNDLES: LazyLock<Vec<(&'static str, Bundle)>> = LazyLock::new(|| {
    SOURCES
        .iter()
        .map(|(tag, files)| (*tag, bundle(tag, files)))
        .collect()
});

/// A file with a fault still gives its other lines; a test makes sure that there is none.
fn bundle(tag: &str, files: &[&str]) -> Bundle {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned())
            .unwrap_or_else(|(resource, _errors)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The languages there are texts in, as IETF tags, the base first.
pub fn languages() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|(tag, _)| *tag)
}

/// The files of one language as they are embedded; for checks.
pub fn sources(language: &str) -> &'static [&'static str] {
    SOURCES
        .iter()
        .find(|(tag, _)| *tag == language)
        .map_or(&[], |(_, files)| files)
}

impl Lang {
    /// The language of a tag (`de`, `pt-br`), else of its first part, else English.
    pub(in crate::texts) fn of(tag: Option<&str>) -> Lang {
        let bundles = BUNDLES.as_slice();
        let tag = tag.unwrap_or(BASE).to_ascii_lowercase();
        let part = tag.split('-').next().unwrap_or(BASE);
        let at = |wanted: &str| bundles.iter().position(|(tag, _)| *tag == wanted);
        Lang(bundles, at(&tag).or_else(|| at(part)).unwrap_or(0))
    }

    /// The line in this language.
    pub(in crate::texts) fn say(self, line: Line<'_>) -> String {
        let args = line.args();
        let said = self
            .format(self.1, line.id(), &args)
            .or_else(|| self.format(0, line.id(), &args));
        // A line that is in no file shows its id: wrong, but neither empty nor a crash. The tests exclude it.
        said.unwrap_or_else(|| line.id().to_owned())
    }

    fn format(self, language: usize, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let (_, bundle) = self.0.get(language)?;
        let message = bundle.get_message(id)?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(message.value()?, Some(args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}
