"""What a typed line means: this table is the specification of the grammar, for the terminal and for Slack.

It is one file, since who changes the grammar looks for what the same words mean elsewhere in the table.
"""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.typed.command_line import Misread, TypedCommand, read_command
from bot.chat.typed.option_values import usage
from bot.chat.typed.words import typed_words
from bot.platforms import plain
from tests.chat.made_up import brewing
from tests.chat.typed.typed_features import FEATURES, Workspace
from tests.rows import each_row

WORDS = ("watch add", "notify", "minimax", "studio-a", "warn:", "2", "2h", "until", "public", "#alerts", "'", '"', ":")
PLACES = {ChannelChoice(id=1): "#alerts", ChannelChoice(id=2): "#video", RoleChoice(id=7): "@makers"}


SPAN = "For how long: 30m, 2h, until 18:00, tomorrow 08:00; 1h unless you say"


def read(line: str) -> str:
    """Return the command and what its options have, or the sentence about what is wrong."""
    match read_command(line, FEATURES, references=Workspace(), switches={"public"}):
        case TypedCommand(command=command, values=values, switches=switches):
            said = [f"{name}={PLACES.get(value, value)}" for name, value in values.items()]
            return " | ".join([command.name, *said, *switches])
        case Misread(sentence=sentence):
            return plain(sentence)


MEANT = [
    # a command's name, or none
    ("", "capacity"),
    ("minimax", "capacity | provider=minimax"),
    ("MiniMax", "capacity | provider=MiniMax"),
    ("capacity", "capacity"),
    ("/capacity minimax", "capacity | provider=minimax"),
    ("help", "help"),
    ("watch add minimax", "watch add | provider=minimax"),
    ("/watch add minimax", "watch add | provider=minimax"),
    ("/WATCH Add minimax", "watch add | provider=minimax"),
    ("watch minimax", "watch add | provider=minimax"),
    ("watch list", "watch list"),
    ("watch remove 3", "watch remove | watch=3"),
    ("watch remove watch:3", "watch remove | watch=3"),
    ("notify minimax", "notify me | provider=minimax"),
    ("notify cancel 12", "notify cancel | number=12"),
    ("notify cancel", "notify cancel"),
    # words in any order
    ("minimax studio-a", "capacity | provider=minimax | account=studio-a"),
    ("studio-a minimax", "capacity | provider=minimax | account=studio-a"),
    ("notify studio-b 2 minimax 6h", "notify me | provider=minimax | account=studio-b | slots=2 | until=6h"),
    ("notify me minimax until 18:00", "notify me | provider=minimax | until=18:00"),
    ("notify me hold 30s minimax 2h", "notify me | provider=minimax | until=2h | hold=30s"),
    ("notify me hold:30s minimax 2h", "notify me | provider=minimax | until=2h | hold=30s"),
    ("notify me until:6h minimax 3", "notify me | provider=minimax | slots=3 | until=6h"),
    ("notify me minimax until 6h", "notify me | provider=minimax | until=until 6h"),  # or 06:00: its command asks
    ("mute minimax till 17h30", "mute | provider=minimax | for=till 17h30"),
    ("history 48 kling", "history | provider=kling | hours=48"),
    ("mute minimax 2h", "mute | provider=minimax | for=2h"),
    ("mute 2h studio-a minimax", "mute | provider=minimax | account=studio-a | for=2h"),
    ("mute minimax for 2h", "mute | provider=minimax | for=2h"),
    ("mute all until 18:00", "mute | provider=all | for=18:00"),
    ("mute minimax 18:00", "mute | provider=minimax | for=18:00"),
    ("mute minimax tomorrow 08:00", "mute | provider=minimax | for=tomorrow 08:00"),
    ("mute minimax for:until 18:00", "mute | provider=minimax | for=until 18:00"),
    ("mute minimax until:18:00", "mute | provider=minimax | for=18:00"),
    ("mute minimax until:18", "mute | provider=minimax | for=until 18"),
    ("mute minimax until 30m", "mute | provider=minimax | for=30m"),
    ("mute minimax until 6 pm", "mute | provider=minimax | for=6 pm"),
    ("mute minimax 18:00 tomorrow", "mute | provider=minimax | for=18:00 tomorrow"),
    ("mute minimax 90", "mute | provider=minimax | for=90"),
    ("notify me minimax for 2h", "notify me | provider=minimax | until=2h"),
    ("notify me minimax for:30m", "notify me | provider=minimax | until=30m"),
    ("notify me minimax for 45", "notify me | provider=minimax | until=for 45"),
    ("notify me minimax for:5", "notify me | provider=minimax | until=for 5"),
    ("notify me minimax until:18", "notify me | provider=minimax | until=until 18"),
    ("notify me minimax until 18", "notify me | provider=minimax | until=until 18"),
    ("mute minimax for 45", "mute | provider=minimax | for=for 45"),
    ("notify me minimax for 30 minutes", "notify me | provider=minimax | until=30 minutes"),
    ("notify me minimax 1.5h studio-a", "notify me | provider=minimax | account=studio-a | until=1.5h"),
    ("notify me minimax 1,5h", "notify me | provider=minimax | until=1,5h"),
    ("history kling 48h", "history | provider=kling | hours=48"),
    ("history kling 7d studio-a", "history | provider=kling | account=studio-a | hours=168"),
    ("history kling hours:2d", "history | provider=kling | hours=48"),
    ("watch edit 3 quota 80%", "watch edit | watch=3 | quota=80"),
    # a time that no command can read is still the time's: its command says what works
    ("mute minimax tonight", "mute | provider=minimax | for=tonight"),
    ("mute forever minimax", "mute | provider=minimax | for=forever"),
    ("mute minimax until tomorrow", "mute | provider=minimax | for=tomorrow"),
    ("mute minimax until further notice", "mute | provider=minimax | for=further notice"),
    ("mute minimax 2weeks", "mute | provider=minimax | for=2weeks"),
    ("notify me minimax until friday", "notify me | provider=minimax | until=friday"),
    ("notify me minimax bis 18:00 Uhr", "notify me | provider=minimax | account=Uhr | until=bis 18:00"),
    ("watch edit 3 -5m", "watch edit | watch=3 | ignore_shorter_than=-5m"),
    ("watch edit 3 quota -1", "watch edit | watch=3 | quota=-1"),
    ('mute minimax "2months"', "mute | provider=minimax | account=2months"),
    ("mute minimax 200300", "mute | provider=minimax | account=200300"),
    # several words that are one
    ("google flow", "capacity | provider=google flow"),
    ("minimax my studio", "capacity | provider=minimax | account=my studio"),
    ("my studio minimax", "capacity | provider=minimax | account=my studio"),
    (
        "account rename minimax studio-a Blue room 2",
        "account rename | provider=minimax | account=studio-a | name=Blue room 2",
    ),
    ("report every Monday 09:00 #alerts", "report every | when=Monday 09:00 | channel=#alerts"),
    ("report every #alerts Monday 09:00", "report every | when=Monday 09:00 | channel=#alerts"),
    # a free text after its name
    ("jobs minimax ref foo", "jobs | provider=minimax | ref=foo"),
    ("jobs ref 2h minimax", "jobs | provider=minimax | ref=2h"),
    ("jobs minimax ref scene 12", "jobs | provider=minimax | ref=scene 12"),
    ("account rename minimax studio-a name Bob", "account rename | provider=minimax | account=studio-a | name=Bob"),
    # small words, as people ask
    ("whats free on minimax", "capacity | provider=minimax"),
    ("what's free?", "capacity"),
    ("is anything free on kling right now?", "capacity | provider=kling"),
    ("how many slots are free on studio-a", "capacity | account=studio-a"),
    ("notify me minimax for a while", "notify me | provider=minimax | until=a while"),
    ("which account should I use on minimax", "capacity | provider=minimax"),
    ("capacity of google flow", "capacity | provider=google flow"),
    ("notify me when there is room on minimax", "notify me | provider=minimax"),
    ("jobs running on minimax", "jobs | provider=minimax"),
    ("mute the alerts of minimax for 2h please", "mute | provider=minimax | for=2h"),
    ("help please", "help"),
    ("report last 7 days", "report now | days=7"),
    ("watch add minimax ping nobody please", "watch add | provider=minimax | ping=nobody"),
    ("report minimax", "report now | provider=minimax"),
    ("report minmax 7", "report now | provider=minmax | days=7"),
    ("help watch", "help | command=watch"),
    ("help with watch add?", "help | command=watch add"),
    ("what is free at minimax", "capacity | provider=minimax"),
    ("jobs from minimax", "jobs | provider=minimax"),
    ("jobs studio-a on minimax", "jobs | provider=minimax | account=studio-a"),
    ("jobs from studio-a on minimax ref look at me", "jobs | provider=minimax | account=studio-a | ref=look at me"),
    ("notify me as soon as minimax is free", "notify me | provider=minimax"),
    ("notify me know when minimax is free", "notify me | provider=minimax"),
    ("hi, anyone know how's kling", "capacity | provider=kling"),
    ("any luck on minimax?", "capacity | provider=minimax"),
    ("how long has kling been full?", "capacity | provider=kling"),
    ("kling or minimax?", "One provider at a time: kling or minimax? Understood: provider kling."),
    ("mute minimax 20 min thx", "mute | provider=minimax | for=20 min"),
    ("notify me if minimax has 2 slots", "notify me | provider=minimax | slots=2"),
    ("history minimax last 2 days", "history | provider=minimax | hours=48"),
    ("history kling past 6 hours", "history | provider=kling | hours=6"),
    ("mute alerts from minimax for 2h", "mute | provider=minimax | for=2h"),
    ("which one is free", "capacity"),
    ("how full is minimax rn", "capacity | provider=minimax"),
    ("when will studio-a be free again", "capacity | account=studio-a"),
    ("where can I render a video", "capacity"),
    ("is minimax down or just busy?", "capacity | provider=minimax"),
    ("minimax pls", "capacity | provider=minimax"),
    ("history minimax last week", "history | provider=minimax | hours=168"),
    ("history minimax past day", "history | provider=minimax | hours=24"),
    # a number before what it counts
    ("notify me minimax for 2 slots", "notify me | provider=minimax | slots=2"),
    ("notify me 1 slot minimax for 2h", "notify me | provider=minimax | slots=1 | until=2h"),
    ("notify me minimax two slots", "notify me | provider=minimax | slots=2"),
    ("notify me hold 30 slots 2 minimax", "notify me | provider=minimax | slots=2 | hold=30"),
    # numbers in words
    ("mute minimax an hour", "mute | provider=minimax | for=an hour"),
    ("mute minimax half an hour", "mute | provider=minimax | for=half an hour"),
    ("mute studio-a on minimax for two days", "mute | provider=minimax | account=studio-a | for=two days"),
    ("mute minimax for the next 2 hours", "mute | provider=minimax | for=the next 2 hours"),
    ("unmute everything", "unmute | provider=everything"),
    ("watch add everything", "watch add | provider=everything"),
    ("watch add minimax everything", "watch add | provider=minimax | tell=everything"),
    # what points at something is no word for everything
    ("unmute", "unmute"),
    ("unmute alerts please", "unmute"),
    ("unmute it", 'What is "it"? Type /unmute [provider] [account].'),
    ("unmute the last", 'What is "last"? Type /unmute [provider] [account].'),
    ("unmute video", "unmute | provider=video"),  # which may be a name
    ("unmute will", "unmute | provider=will"),
    ("unmute one", "unmute | provider=one"),
    ("unmute anyone", "unmute | provider=anyone"),
    ("unmute yo", "unmute | provider=yo"),
    ("mute minimax busy", "mute | provider=minimax | account=busy"),
    ("unmute account", 'What is "account"? Type /unmute [provider] [account].'),
    ("unmute this account on minimax", "unmute | provider=minimax"),
    ("why", "why"),
    ("why no alert", "why | id=no alert"),
    ("why is minimax full", "why | id=is minimax full"),
    ("why alert abcd2345", "why | id=abcd2345"),
    # small words between an option's name and its value
    ("watch edit 3 warn at 2", "watch edit | watch=3 | warn=2"),
    ("watch edit 3 warn at 2 free", "watch edit | watch=3 | warn=2"),
    ("watch edit 3 quota at 80%", "watch edit | watch=3 | quota=80"),
    (
        "watch add minimax warn at 80%",
        'warn takes a number, not "80%". Did you mean quota:80%? Understood: provider minimax.',
    ),
    ("watch add minimax alert at 2 free", "watch add | provider=minimax | warn=2"),  # as the bot words it
    (
        "watch add minimax warn below 2",
        (
            'warn takes a number alone, not "below 2": post when so many slots of the provider are free, or fewer. '
            "Did you mean warn:2? Understood: provider minimax."
        ),
    ),
    (
        "watch add minimax warn below two",
        (
            'warn takes a number alone, not "below 2": post when so many slots of the provider are free, or fewer. '
            "Did you mean warn:2? Understood: provider minimax."
        ),
    ),
    (
        "watch edit 3 quota less than 20 style edit",
        (
            'quota takes a number alone, not "less than 20": post when this % of a quota is used; 0 for never. '
            "Did you mean quota:20? Understood: watch 3, style edit."
        ),
    ),
    # a term that ends, as the form's input that was emptied
    ("watch edit 3 warn off", "watch edit | watch=3 | no_warn=True"),
    ("watch edit 3 warn:off quota none", "watch edit | watch=3 | quota=0 | no_warn=True"),
    ("watch edit 3 no warn", "watch edit | watch=3 | no_warn=True"),
    ("watch edit 3 role off", "watch edit | watch=3 | no_role=True"),
    ("watch edit 3 off", 'What is to end? Name it first: "role off". Understood: watch 3.'),
    ("watch edit 3 ping nobody off", 'What is to end? Name it first: "role off". Understood: watch 3, ping nobody.'),
    ("watch edit 3 quiet none", "watch edit | watch=3 | quiet=off"),
    ("watch edit 3 no role", "watch edit | watch=3 | no_role=True"),
    ("watch edit 3 no quiet hours", "watch edit | watch=3 | quiet=off"),
    ("mute minimax hours", "mute | provider=minimax | account=hours"),
    ("jobs minimax shorter than 30m", "jobs | provider=minimax | account=shorter | ref=than | older_than=30m"),
    ("watch edit 3 quiet hours off", "watch edit | watch=3 | quiet=off"),
    ("watch add minimax quiet hours 22-8 UTC", "watch add | provider=minimax | quiet=22-8 UTC"),
    ("watch edit 3 ignore anything shorter than 2m", "watch edit | watch=3 | ignore_shorter_than=2m"),
    ("watch edit 3 ping any full", "watch edit | watch=3 | ping=any_full"),
    ("watch add minimax warn off", 'warn takes a number, not "off". Understood: provider minimax.'),
    ("watch edit 3 quiet 22:00 to 08:00", "watch edit | watch=3 | quiet=22:00 to 08:00"),
    ("watch edit 3 quiet from 22:00 to 08:00 UTC", "watch edit | watch=3 | quiet=22:00 to 08:00 UTC"),
    # a beginning is no end: what can't be said is not left out, and its command refuses it
    ("mute minimax from 18:00", "mute | provider=minimax | for=from 18:00"),
    ("mute minimax at 18:00 for 2h", "mute | provider=minimax | for=at 18:00 for 2h"),
    ("mute minimax from 18:00 to 20:00", "mute | provider=minimax | for=from 18:00 to 20:00"),
    ("mute minimax in 2h", "mute | provider=minimax | for=in 2h"),
    ("mute minimax in 2 weeks", "mute | provider=minimax | for=in 2 weeks"),
    ("notify me minimax at 2", "notify me | provider=minimax | until=at 2"),
    (
        "history minimax from yesterday",
        'hours takes a number from 1 to 720, not "from yesterday". Understood: provider minimax.',
    ),
    ("foo on minimax", "capacity | provider=minimax | account=foo"),
    (
        "account rename minimax studio-a the best",
        "account rename | provider=minimax | account=studio-a | name=the best",
    ),
    (
        "account rename minimax studio-a to Blue room",
        "account rename | provider=minimax | account=studio-a | name=Blue room",
    ),
    (
        "account rename studio-a as Blue",
        (
            "Which provider? Try /account rename minimax account:studio-a name:Blue. "
            "Understood: account studio-a, name Blue."
        ),
    ),
    # an account that one provider alone has needs no provider, and nothing is taken for one
    ("account rename studio-b Bob", "account rename | provider=minimax | account=studio-b | name=Bob"),
    ("rename studio-b to Bob", '"rename"? Did you mean /account rename studio-b to Bob?'),
    (
        "account rename minimax studio-a road to Rome",
        "account rename | provider=minimax | account=studio-a | name=road to Rome",
    ),
    ('"free" minimax', "capacity | provider=minimax | account=free"),
    # a name that is not followed by what it takes
    (
        "jobs minimax ref",
        "ref needs a value after it: Only jobs whose replyRef holds this. Understood: provider minimax.",
    ),
    (
        "jobs minimax ref:",
        "ref needs a value after it: Only jobs whose replyRef holds this. Understood: provider minimax.",
    ),
    ("mute minimax for", f"for needs a value after it: {SPAN}. Understood: provider minimax."),
    ("mute for minimax", "mute | provider=minimax"),
    ("which minimax account", "capacity | provider=minimax"),
    (
        "account rename minimax studio-x studio-a",
        'Is "studio-x" the name? Type name:studio-x, or type it last. Understood: provider minimax, account studio-a.',
    ),
    (  # which without a name would take the account's name back
        "account rename minimax to studio-a",
        'Is "to" the name? Type name:to, or type it last. Understood: provider minimax, account studio-a.',
    ),
    ('watch delete "my studio" 3', '"delete"? Did you mean /watch remove "my studio" 3?'),
    # an option of another command
    (
        "minimax slots:3",
        'There is no option "slots" here. Type /capacity [provider] [account] [private]. Understood: provider minimax.',
    ),
    ("jobs minimax x:b", "jobs | provider=minimax | account=x:b"),
    # two of what there can be one of
    (
        "mute minimax studio-a studio-b",
        "One account at a time: studio-a or studio-b? Understood: provider minimax, account studio-a.",
    ),
    ("capacity minimax kling", "One provider at a time: minimax or kling? Understood: provider minimax."),
    (
        "board add minimax and kling",
        "Type commas between several providers. Did you mean minimax,kling? Understood: providers minimax.",
    ),
    # what was meant for a time, or for a number of hours
    ("history minimax yesterday", 'hours takes a number from 1 to 720, not "yesterday". Understood: provider minimax.'),
    ("history minimax 1.5h", 'hours takes a number from 1 to 720, not "1.5h". Understood: provider minimax.'),
    ("watch add minimax quiet:22:00-22:00 UTC", "watch add | provider=minimax | quiet=22:00-22:00 UTC"),
    ("jobs minimax older than 1h", "jobs | provider=minimax | older_than=1h"),
    ("/minimax studio-a", '"/minimax"? Did you mean /capacity minimax studio-a?'),
    ("notify stop", '"stop"? Did you mean /notify cancel?'),
    # quotes and apostrophes
    ('"google flow"', "capacity | provider=google flow"),
    ("\u201cgoogle flow\u201d \u2018my studio\u2019", "capacity | provider=google flow | account=my studio"),
    ("\u201egoogle flow\u201c", "capacity | provider=google flow"),
    ('account:"my studio" minimax', "capacity | provider=minimax | account=my studio"),
    ("account:\u201cmy studio\u201d minimax", "capacity | provider=minimax | account=my studio"),
    (
        "account rename minimax studio-a it's mine",
        "account rename | provider=minimax | account=studio-a | name=it's mine",
    ),
    (
        "account rename minimax studio-a it\u2019s mine",
        "account rename | provider=minimax | account=studio-a | name=it\u2019s mine",
    ),
    (
        "account rename minimax studio-a 'it's mine'",
        "account rename | provider=minimax | account=studio-a | name=it's mine",
    ),
    (
        'account rename minimax studio-a 5" screen',
        'account rename | provider=minimax | account=studio-a | name=5" screen',
    ),
    (
        'account rename minimax studio-a "public"',
        "account rename | provider=minimax | account=studio-a | name=public",
    ),
    ('account rename minimax studio-a ""', "account rename | provider=minimax | account=studio-a"),
    ('account rename minimax studio-a name:""', "account rename | provider=minimax | account=studio-a"),
    # name:value, in full, cut short, and by what else people call it
    ("provider:kling", "capacity | provider=kling"),
    ("PROVIDER:kling", "capacity | provider=kling"),
    ("watch add minimax ignore:60s", "watch add | provider=minimax | ignore_shorter_than=60s"),
    ("watch add minimax hold:60s", "watch add | provider=minimax | ignore_shorter_than=60s"),
    ("notify me minimax hold:30s", "notify me | provider=minimax | hold=30s"),
    (
        (
            "watch add ping:@makers in:#video kling studio-a ignore:60s warn:2 style:edit "
            'quiet:"22:00-08:00 Europe/Berlin"'
        ),
        (
            "watch add | provider=kling | account=studio-a | channel=#video | role=@makers "
            "| ignore_shorter_than=60s | warn=2 | quiet=22:00-08:00 Europe/Berlin | style=edit"
        ),
    ),
    (
        "watch add minimax quiet:22:00-08:00 Europe/Berlin",
        "watch add | provider=minimax | quiet=22:00-08:00 Europe/Berlin",
    ),
    ("watch add minimax #video @makers", "watch add | provider=minimax | channel=#video | role=@makers"),
    (
        "watch add minimax <#C1|alerts> <!subteam^S7|makers>",
        "watch add | provider=minimax | channel=#alerts | role=@makers",
    ),
    ("watch add minimax group:@makers", "watch add | provider=minimax | role=@makers"),
    ("watch add minimax ping:nobody", "watch add | provider=minimax | ping=nobody"),
    ("watch add minimax any account full", "watch add | provider=minimax | ping=any_full"),
    ("watch add minimax in: #video", "watch add | provider=minimax | channel=#video"),
    ("watch add minimax in #video", "watch add | provider=minimax | channel=#video"),
    ("watch add minimax warn: 2", "watch add | provider=minimax | warn=2"),
    ("watch add minimax warn 2", "watch add | provider=minimax | warn=2"),
    ("watch add minimax ping nobody", "watch add | provider=minimax | ping=nobody"),
    ("watch add minimax ping any account full", "watch add | provider=minimax | ping=any_full"),
    ("watch add minimax ping @makers", "watch add | provider=minimax | role=@makers"),
    ("watch add minimax ping @makers ping nobody", "watch add | provider=minimax | role=@makers | ping=nobody"),
    ("watch edit 3 ping nobody", "watch edit | watch=3 | ping=nobody"),
    ("watch edit 3 ignore_shorter_than 0", "watch edit | watch=3 | ignore_shorter_than=0"),
    ("watch edit 3 ignore_shorter_than off", "watch edit | watch=3 | ignore_shorter_than=0"),
    ("watch edit 3 hold 0 warn 2", "watch edit | watch=3 | ignore_shorter_than=0 | warn=2"),
    ("watch edit one ping nobody", "Which watch? Try /watch edit 1 ping:nobody. Understood: ping nobody."),
    ("notify me minimax hold 30 2", "notify me | provider=minimax | slots=2 | hold=30"),
    ("notify me minimax until soon", "notify me | provider=minimax | until=soon"),
    ("capacity account studio-x", "capacity | account=studio-x"),
    ('capacity account "Blue room"', "capacity | account=Blue room"),
    ("watch edit 3 no_warn", "watch edit | watch=3 | no_warn=True"),
    ("watch edit 3 no_warn:yes quiet:off", "watch edit | watch=3 | quiet=off | no_warn=True"),
    # the platform's own word
    ("minimax public", "capacity | provider=minimax | public"),
    ("PUBLIC minimax", "capacity | provider=minimax | public"),
    ("account rename minimax studio-a public", "account rename | provider=minimax | account=studio-a | name=public"),
    (
        "account rename minimax studio-a b public",
        "account rename | provider=minimax | account=studio-a | name=b | public",
    ),
    (
        "account rename minimax public",
        "Which account? Try /account rename provider:minimax account. Understood: provider minimax.",
    ),
    ("minimax private", "capacity | provider=minimax | private=True"),
    # what is nobody's to know here is the handler's to refuse
    ("minmax", "capacity | provider=minmax"),
    ("minimax studio-x", "capacity | provider=minimax | account=studio-x"),
    ("joanna@example.com minimax", "capacity | provider=minimax | account=joanna@example.com"),
    ("board add minimax,kling #alerts", "board add | providers=minimax,kling | channel=#alerts"),
    # what can't be
    ("wacth add minimax", '"wacth"? Did you mean /watch add minimax?'),
    ("watch ad minimax", '"ad"? Did you mean /watch add minimax?'),
    ("watch delete 3", '"delete"? Did you mean /watch remove 3?'),
    ("notify when minimax", '"when"? Did you mean /notify me minimax?'),
    ("until 18:00 notify me kling", "The command comes first. Did you mean /notify me kling until 18:00?"),
    ("please mute minimax 2h", "The command comes first. Did you mean /mute minimax 2h?"),
    # what reads is answered where small words come before it; what changes something is asked
    ("what jobs are running on minimax", "jobs | provider=minimax"),
    ("minimax jobs", "jobs | provider=minimax"),
    ("studio-a on minimax history 24h", "history | provider=minimax | account=studio-a | hours=24"),
    ("studio-a on minimax mute 2h", "The command comes first. Did you mean /mute 2h studio-a minimax?"),
    ("minimax mute 2h", "The command comes first. Did you mean /mute 2h minimax?"),
    ("show me the jobs", "Which provider? Try /jobs minimax."),
    ("any stuck jobs on minimax", "The command comes first. Did you mean /jobs on minimax?"),
    # other words for a command, and its words the other way round
    ("who is using minimax", '"who"? Did you mean /jobs is using minimax?'),
    ("who's using minimax?", '"who\'s"? Did you mean /jobs using minimax?'),
    ("please mute minimax?", "The command comes first. Did you mean /mute minimax?"),
    ("ping me when minimax is free", '"ping"? Did you mean /notify me when minimax is free?'),
    ("ping?", '"ping?"? Did you mean /notify me?'),
    ("alert me when minimax is full", '"alert"? Did you mean /notify me when minimax is full?'),
    ("rule add minimax", '"rule"? Did you mean /watch add minimax?'),
    ("list rules", '"list"? Did you mean /watch list?'),
    ("rules", '"rules"? Did you mean /watch list?'),
    ("what are the rules?", '"rules"? Did you mean /watch list?'),
    ("who is muted", '"muted"? Did you mean /watch list?'),
    ("minimax mutes", "capacity | provider=minimax | account=mutes"),
    ("minimax muted?", '"muted"? Did you mean /watch list?'),
    ("remove watches 3", '"remove"? Did you mean /watch remove 3?'),
    ("my watches", '"watches"? Did you mean /watch list?'),
    ("reports", '"reports"? Did you mean /report list?'),
    ("am I still waiting?", '"waiting"? Did you mean /notify list?'),
    ("let me know when minimax is free", '"let"? Did you mean /notify me know when minimax is free?'),
    ("pause minimax 2h", '"pause"? Did you mean /mute minimax 2h?'),
    ("resume minimax", '"resume"? Did you mean /unmute minimax?'),
    ("subscribe to minimax", '"subscribe"? Did you mean /watch add to minimax?'),
    ("commands", '"commands"? Did you mean /help?'),
    ("rename minimax studio-a Bob", '"rename"? Did you mean /account rename minimax studio-a Bob?'),
    ("remove watch 3", '"remove"? Did you mean /watch remove 3?'),
    ("cancel notify", '"cancel"? Did you mean /notify cancel?'),
    ("stop", '"stop"? Did you mean /notify cancel?'),
    ("stop notify", '"stop"? Did you mean /notify cancel?'),
    ("list watches", '"list"? Did you mean /watch list?'),
    ("unnotify 12", '"unnotify"? Did you mean /notify cancel 12?'),
    ("unhistory minimax", "capacity | provider=minimax | account=unhistory"),
    ("unwatch 3", '"unwatch"? Did you mean /watch remove 3?'),
    (
        "foo studio-a minimax",
        (
            '"foo" is too much. Type /capacity [provider] [account] [private]. '
            "Understood: provider minimax, account studio-a."
        ),
    ),
    ("/coffee black", '"/coffee" is no command here. Try /capacity, or /help.'),
    (
        "watch edit 3 more pings",
        (
            '"more" is too much. Type /watch edit watch [channel] [role] [tell] [ping] [ignore_shorter_than] [warn] '
            "[quota] [quiet] [style] [when] [no_role] [no_warn]. Understood: watch 3."
        ),
    ),
    (
        "board add today minimax",
        '"today" is too much. Type /board add [providers] [channel]. Understood: providers minimax.',
    ),
    ("watch list twice", '"twice" is too much. Type /watch list.'),
    ("watch remove", "Which watch? Try /watch remove 1."),
    ("notify me", "Which provider? Try /notify me minimax."),
    ("watch remove three", 'watch takes a number, not "three": /watch list shows them.'),
    ("watch remove minimax", 'watch takes a number, not "minimax": /watch list shows them.'),
    (
        "history minimax hours:many",
        'hours takes a number from 1 to 720, not "many". Understood: provider minimax.',
    ),
    (
        "history minimax hours:9000",
        'hours takes a number from 1 to 720, not "9000". Understood: provider minimax.',
    ),
    (
        "notify me minimax slots:99999999999999999999",
        'slots takes a number from 1 to 1000, not "99999999999999999999". Understood: provider minimax.',
    ),
    ("history minimax hours many", 'hours takes a number from 1 to 720, not "many". Understood: provider minimax.'),
    ("history minimax 99999", 'hours takes a number from 1 to 720, not "99999". Understood: provider minimax.'),
    ("history minimax 900h", 'hours takes a number from 1 to 720, not "900h". Understood: provider minimax.'),
    (
        "notify me minimax slots 9999",
        'slots takes a number from 1 to 1000, not "9999". Understood: provider minimax.',
    ),
    ("notify me minimax -2", 'slots takes a number from 1 to 1000, not "-2". Understood: provider minimax.'),
    ("notify cancel 9999999999999999", 'number takes a number, not "9999999999999999".'),
    ("watch edit 3 warn many", 'warn takes a number, not "many". Understood: watch 3.'),
    ("watch edit 3 role @nobody", 'role takes a role, not "nobody". Understood: watch 3.'),
    ("watch edit 3 ping @nobody", 'role takes a role, not "nobody". Understood: watch 3.'),
    (
        "watch edit 3 ping everybody",
        'ping takes nothing_free, any_full or nobody, not "everybody". Understood: watch 3.',
    ),
    ("watch add minimax @nobody", 'role takes a role, not "nobody". Understood: provider minimax.'),
    (
        "watch add minimax @here",
        "role takes a role; @everyone and @here are never pinged. Understood: provider minimax.",
    ),
    (
        "watch add minimax role:<!everyone>",
        "role takes a role; @everyone and @here are never pinged. Understood: provider minimax.",
    ),
    (
        "watch add minimax #gone",
        'channel can\'t be "#gone". Type a space before the #, and pick the channel. Understood: provider minimax.',
    ),
    (
        "watch add minimax in general",
        'channel takes a channel, not "general". Understood: provider minimax.',
    ),
    ("watch add minimax wran:2", 'There is no option "wran" here. Did you mean warn:2? Understood: provider minimax.'),
    (
        "watch add minimax studio-a style:edited",
        ('style takes post or edit, not "edited". Did you mean edit? Understood: provider minimax, account studio-a.'),
    ),
    (
        "watch add minimax in:#gone",
        'channel can\'t be "#gone". Type a space before the #, and pick the channel. Understood: provider minimax.',
    ),
    ("watch add minimax role:nobody", 'role takes a role, not "nobody". Understood: provider minimax.'),
    ('watch add minimax role:""', 'role takes a role, not "". Understood: provider minimax.'),
    ("minimax private:perhaps", 'private takes yes or no, not "perhaps". Understood: provider minimax.'),
    (
        "watch add minmax warn:2 style:edti",
        'style takes post or edit, not "edti". Did you mean edit? Understood: warn 2.',
    ),
]
"""Lines, and what they are read as."""


def test_what_a_line_means() -> None:
    assert [(line, read(line)) for line, _ in MEANT] == MEANT


def test_what_was_understood_can_be_filled_into_a_form() -> None:
    misread = read_command("watch add studio-a in:#video minimax wran:2", FEATURES, references=Workspace())
    assert isinstance(misread, Misread)
    assert misread.command is not None
    assert misread.command.name == "watch add"
    assert misread.values == {"provider": "minimax", "account": "studio-a", "channel": ChannelChoice(id=2)}


def test_a_form_is_offered_for_the_command_that_was_nearly_named() -> None:
    for line, name in (("wacth add", "watch add"), ("watch delete 3", "watch remove")):
        misread = read_command(line, FEATURES, references=Workspace())
        assert isinstance(misread, Misread)
        assert misread.command is not None
        assert misread.command.name == name


def test_what_follows_a_misspelt_command_is_filled_into_its_form() -> None:
    for line, name, values in (
        ("watch delete 3", "watch remove", {"watch": 3}),
        ("wacth remove 3", "watch remove", {"watch": 3}),
        ("wacth delete 3", "watch remove", {"watch": 3}),
        ("notifi me minimax 2h", "notify me", {"provider": "minimax", "until": "2h"}),
        ("watch delete three", "watch remove", {}),
        ("until 18:00 notify me kling", "notify me", {"provider": "kling", "until": "18:00"}),
    ):
        misread = read_command(line, FEATURES, references=Workspace())
        assert isinstance(misread, Misread)
        assert misread.command is not None
        assert (misread.command.name, misread.values) == (name, values)


def test_without_a_command_for_words_alone_a_line_needs_one() -> None:
    misread = read_command("green", (brewing().feature(),), references=Workspace())
    assert isinstance(misread, Misread)
    assert plain(misread.sentence) == '"green" is no command here. Try /capacity, or /help.'


def test_usage_names_what_must_be_given_first() -> None:
    assert [str(usage(one)) for one in brewing().feature().commands] == [
        "/tea brew sort [name] [cups] [milk] [where]",
        "/tea list",
    ]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=8).map(" ".join))
def test_any_line_is_read_or_says_why_not(line: str) -> None:
    assert read(line)


def test_a_line_of_thousands_of_words_is_not_looked_up_word_by_word() -> None:
    assert read("a " * 2000) == "That is too long: at most 50 words are read. /help?"
    assert read(f"account rename minimax studio-a '{'a ' * 2000}'").startswith("account rename | provider=minimax")


@each_row("line", ["'", '"', "''", "a:'", ":", "::", 'a:"b', "<", "#", "@", "\u200b", "'' ''", "x" * 9000])
def test_no_line_is_too_odd_to_be_read(line: str) -> None:
    assert read(line)
    assert all(word.whole is not None for word in typed_words(line))
