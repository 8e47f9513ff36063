//! The program: reads its settings, makes the one clock and the one source of chance, and runs the bot until it is told to
//! stop. Exit codes: 0 stopped as asked, 1 could not go on, 2 a setting is missing or wrong.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use clap::Parser as _;
use jiff::SignedDuration;
use rand::SeedableRng as _;
use rand::rngs::{StdRng, SysRng};
use tracing_subscriber::EnvFilter;

use twofold::app::{App, Wakers};
use twofold::config::{self, Command, Config};
use twofold::core::Rules;
use twofold::demo::{Demo, DemoError, Pace, TourError};
use twofold::library::{self, Source};
use twofold::run::bot::{self, Bot};
use twofold::run::clock::Clock;
use twofold::run::outbox_command::{self, OutboxCommand};
use twofold::run::sender::pace::Limits;
use twofold::store::{self, Store};
use twofold::telegram::Client;
use twofold::telegram::poll::WAIT_S;
use twofold::telegram::setup::{self, Me, SetupFault};

/// A wrong or missing setting.
const EXIT_SETTING: u8 = 2;

fn main() -> ExitCode {
    // A `.env` that is not there is no news; one that cannot be read is found when a setting is missing.
    let _ = dotenvy::dotenv();
    let config = Config::parse();
    let filter = match config.command {
        // Who tries it out reads no log; what goes wrong is said all the same.
        Some(Command::Demo(_)) => EnvFilter::new("warn"),
        _ => EnvFilter::try_new(&config.rust_log).unwrap_or_else(|_| EnvFilter::new("info")),
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        // A log that cannot be written (its disk is full) must not end the bot, which reporting that would.
        .log_internal_errors(false)
        .init();
    match &config.command {
        Some(Command::Check { dir }) => {
            let (report, code) = library::check_command(dir.as_deref());
            println!("{report}");
            ExitCode::from(code)
        }
        Some(Command::Outbox(command)) => outbox(&config, command),
        Some(Command::Demo(options)) => demo(*options),
        None => run(&config),
    }
}

/// Says what is wrong in one line, on the terminal rather than in the log.
fn refuse(code: u8, why: impl std::fmt::Display) -> ExitCode {
    // Where nobody can read it, the code has to do.
    let _ = writeln!(std::io::stderr(), "{why}");
    ExitCode::from(code)
}

fn run(config: &Config) -> ExitCode {
    let token = config
        .teloxide_token
        .as_ref()
        .map(|token| token.expose())
        .filter(|token| !token.is_empty());
    let Some(token) = token else {
        return refuse(EXIT_SETTING, config::NO_TOKEN);
    };
    let Some(bot_id) = config::bot_id(token) else {
        return refuse(EXIT_SETTING, config::BAD_TOKEN);
    };
    let source = match &config.twofold_prompts_dir {
        None => Source::embedded(),
        Some(dir) => Source::folder(dir),
    };
    let library = match library::load(source) {
        Ok(library) => library,
        Err(findings) => return refuse(EXIT_SETTING, findings),
    };
    let client = match Client::new(token, config.teloxide_api_url.as_deref()) {
        Ok(client) => client,
        Err(error) => return refuse(EXIT_SETTING, error),
    };
    let url = config.database_url.expose().to_owned();
    let key_file = match &config.twofold_key_file {
        Some(file) => file.clone(),
        None => match store::default_key_file(&url) {
            Ok(file) => file,
            Err(error) => return refuse(EXIT_SETTING, error),
        },
    };
    let options = store::Options {
        url,
        key_file,
        bot_id,
    };
    let rules = Rules {
        reveal_delay: SignedDuration::from_secs(config.twofold_reveal_delay_s.into()),
    };
    with_chance(async |chance| serve(options, client, library, rules, chance).await)
}

/// Runs a whole program on two threads, with random numbers of the operating system behind it.
fn with_chance(program: impl AsyncFnOnce(StdRng) -> ExitCode) -> ExitCode {
    let Ok(chance) = StdRng::try_from_rng(&mut SysRng) else {
        return refuse(1, "the operating system gives no random numbers");
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return refuse(1, format_args!("cannot start: {error}")),
    };
    let ended = runtime.block_on(program(chance));
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

/// `twofold outbox`, beside the bot or in its place.
fn outbox(config: &Config, command: &OutboxCommand) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return refuse(1, format_args!("cannot start: {error}")),
    };
    runtime.block_on(async {
        let store = match Store::open_sealed(config.database_url.expose(), command.access()).await {
            Ok(store) => store,
            Err(error) => return refuse(1, error),
        };
        let now = system_clock().now();
        let done = outbox_command::run(&store, command, now, &mut std::io::stdout()).await;
        store.close().await;
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => refuse(1, error),
        }
    })
}

/// `twofold demo`: nothing but its own options reaches it.
fn demo(options: config::Demo) -> ExitCode {
    with_chance(async |chance| match play(options, chance).await {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(missed)) => refuse(1, missed),
        Err(error) => refuse(1, error),
    })
}

/// Shows the page until the end of the tour or a signal.
async fn play(options: config::Demo, chance: StdRng) -> Result<Result<(), TourError>, DemoError> {
    let demo = Demo::open(options.port, system_clock, chance).await?;
    let url = demo.url();
    println!("A demonstration, on this machine alone: {url} (Ctrl-C ends it)");
    if options.open {
        open_in_a_browser(&url);
    }
    let session = demo.host().session();
    let tour = async {
        let pace = if options.fast {
            Pace::Fast
        } else {
            Pace::Readable
        };
        if options.script {
            session.tour(pace).await
        } else {
            std::future::pending().await
        }
    };
    demo.serve(async {
        tokio::select! {
            played = tour => played,
            () = stop_signal() => Ok(()),
        }
    })
    .await
}

/// Asks the desktop; where there is none, the address on the terminal has to do.
fn open_in_a_browser(url: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let opened = std::process::Command::new(opener)
        .arg(url)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
    if let Err(error) = opened {
        tracing::warn!("no browser could be opened: {error}");
    }
}

async fn serve(
    options: store::Options,
    client: Client,
    library: library::Library,
    rules: Rules,
    mut chance: StdRng,
) -> ExitCode {
    let clock = system_clock();
    let stop = stop_signal();
    tokio::pin!(stop);
    let opening = Store::open(&options, &mut chance);
    let store = tokio::select! {
        store = opening => match store {
            Ok(store) => store,
            Err(error) => return refuse(1, error),
        },
        () = &mut stop => return ExitCode::SUCCESS,
    };
    let me = tokio::select! {
        me = who_am_i(&client) => match me {
            Ok(me) => me,
            Err(fault) => return refuse(EXIT_SETTING, fault),
        },
        () = &mut stop => return ExitCode::SUCCESS,
    };
    tracing::info!("@{} is awake, with {} prompts", me.username, library.len());
    let app = App::new(
        store.clone(),
        library,
        rules,
        me.username,
        chance,
        Wakers::default(),
    );
    let bot = Bot {
        app,
        client,
        clock,
        poll_wait_s: WAIT_S,
        limits: Limits::default(),
    };
    let ended = bot::serve(bot, stop).await;
    store.close().await;
    match ended {
        Ok(()) => {
            tracing::info!("stopped");
            ExitCode::SUCCESS
        }
        Err(ended) => refuse(1, ended),
    }
}

/// The bot's own account, as soon as the server can be reached.
async fn who_am_i(client: &Client) -> Result<Me, SetupFault> {
    let mut pause = Duration::from_millis(500);
    loop {
        match setup::me(client).await {
            Err(fault @ (SetupFault::Network | SetupFault::RetryAfter { .. })) => {
                let wait = match fault {
                    SetupFault::RetryAfter { seconds } => Duration::from_secs(seconds.into()),
                    _ => pause,
                };
                tracing::warn!("{fault}; again in {} s", wait.as_secs_f32());
                tokio::time::sleep(wait).await;
                pause = (pause * 2).min(Duration::from_secs(30));
            }
            done => return done,
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one clock of the program is made here"
)]
fn system_clock() -> Clock {
    Clock::new(SystemTime::now, Instant::now)
}

/// Ends at Ctrl-C or SIGTERM.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        // Without signals only a kill ends the process, which it survives.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
