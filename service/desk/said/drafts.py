"""What taking articles in and drafting them says."""

from __future__ import annotations

from ..language import N_

TEXTS = (
    # What an editor has to check of a figure, in the comment that heads its table.
    N_("Inferred from “%(quote)s” and the article's day of publication: check it."),
    N_("The article does not say which half of the day: check it."),
    N_("The article names no year here: check it."),
    N_("Day and month may be the other way round here: check it."),
    N_("The article writes the year with two digits here: check it."),
    N_(
        "the article has no complete sentence that could stand in a summary: use “summaries new”, "
        "and write it yourself"
    ),
    N_("the article has no complete sentence that could stand in a summary: write it yourself"),
    N_("there is no text in it: give the article as text, or as an HTML page"),
    N_("the text of %(path)s is larger than 2 MiB: give the article alone"),
    N_("HTML pages cannot be read: %(path)s, or give the article as text"),
    N_("the article's language cannot be told: name it with --language, or %(path)s"),
    N_("two of the articles are the same: name each of them once"),
    N_("the articles are larger than %(most)s MiB together: give fewer of them"),
    N_("“%(name)s” cannot be an article's name: use lower-case Latin words joined by hyphens"),
    N_(
        "the window of %(name)s (%(count)s tokens) is too small for a sentence of the article and "
        "%(most)s tokens of answer: take another model"
    ),
    N_("save the page from a browser, and give the file"),
    N_("the address leads on and on: %(remedy)s"),
    N_("%(host)s has no certificate that can be trusted: %(remedy)s"),
    N_("%(host)s takes too long to answer: %(remedy)s"),
    N_("%(host)s does not answer: %(remedy)s"),
    N_("“%(text)s” is not an address: give one with https://"),
    N_("“%(text)s” cannot be fetched: only http:// and https:// can"),
    N_("an address with a name or a password in it is not fetched: %(remedy)s"),
    N_("there is no host %(host)s: look at the address again"),
    N_("%(host)s is in a private network: use --allow-private if you mean it"),
    N_("%(host)s does not give the page to programs (%(number)s): %(remedy)s"),
    N_("%(host)s has no such page (%(number)s): look at the address again"),
    N_("%(host)s answers with an error (%(number)s): try later, or %(remedy)s"),
    N_("the page is larger than 10 MiB: give the article alone"),
    N_("%(path)s is a broken gzip file: save the page again"),
    N_("%(path)s is larger than 10 MiB: give the article alone"),
    N_("%(path)s is %(kind)s, not a page or a text: give the article as HTML or as text"),
    N_("%(path)s is a feed, not a page: take its stories in with summaries new --feed"),
    N_("%(path)s is an image, not a page or a text: give the article as HTML or as text"),
    N_("%(path)s is XML that is no page: give the article as HTML, or its text alone"),
    N_("%(path)s is JSON: give the article as HTML or as text"),
    N_("%(path)s is not text: give the article as HTML or as text"),
    N_("the page's encoding cannot be told: save it as UTF-8"),
    N_("the feed lists no story with an address: look at it in a browser"),
    N_("this is no feed: give the address of an RSS or Atom feed, or of a news sitemap"),
    N_("the feed declares entities, which no feed needs: it is not read"),
    N_("this is a list of sitemaps: give the address of the news sitemap"),
    N_("this is no feed but something else (<%(name)s>): give the address of its feed"),
    N_("this is no feed but something else (<%(name)s>): its feed is at %(path)s"),
    N_("there is no text in this page: give its text instead"),
    N_("this page is made of frames: open the frame with the story, and give its page"),
    N_(
        "this page is an error or a check of browsers, not a story: open the story in a browser, "
        "and save it from there"
    ),
    N_("this page shows its text with a script: save it from a browser, or give its text"),
    N_(
        "this page asks to log in, and has no article: save it from a browser that is logged in, "
        "or give the article's text"
    ),
    N_("this page lists stories: open one of them, and give its page"),
    N_("no article was found in this page: give the page of one story, or its text"),
    N_("the page names no headline: the text's first line stands in its place"),
    N_("the page says that it is not free to read: look whether its text is whole"),
    N_("the page says that the rest is for its subscribers: the text is not whole"),
    N_("the text is very short: look whether the page shows all of it"),
    N_("the page shows %(day)s as its day, it seems: check it"),
    N_("loading %(name)s …"),
    N_("%(path)s does not answer: is it running?"),
    N_("no model answers at %(path)s (%(reason)s): start the server, or correct the address"),
    N_("%(path)s answers something else than JSON: %(remedy)s"),
    N_("%(path)s wants a key: set SUMMARIES_MODEL_KEY"),
    N_("%(path)s refuses with %(number)s: %(text)s"),
    N_("%(name)s does not know the language “%(locale)s”: name another model"),
    N_(
        "a text of %(count)s tokens does not fit into the window of %(name)s (%(all)s tokens, "
        "%(most)s of them for the answer): give it in parts"
    ),
    N_("there is no model at “%(name)s”: %(remedy)s"),
    N_("“%(name)s” is not a model: %(remedy)s"),
    N_("“%(name)s” holds no model: %(remedy)s"),
    N_("“%(name)s” (%(kind)s) writes no text: %(remedy)s"),
    N_("name a folder with config.json and safetensors, a GGUF file, or an installed package"),
    N_("there are %(count)s GGUF files in %(path)s: name one of them"),
    N_(
        "%(path)s is refused, since weights in that format can run code when they are read: "
        "convert them to safetensors"
    ),
    N_("“%(name)s” is no server's address: write http://host:port/v1"),
    N_("%(path)s does not list its models: write http://host:port/v1"),
    N_("write http://host:port/v1"),
    N_("%(path)s has no model “%(name)s”. It has: %(names)s"),
    N_("%(path)s answered without a text: is it an OpenAI-compatible server of a chat model?"),
    N_("%(count)s workers died over it, or took too long: perhaps they lack memory"),
    N_(
        "the Ray cluster “%(name)s” cannot be joined (%(reason)s): run this on one of its "
        "machines, with its RAY_AUTH_TOKEN if it has one"
    ),
    N_("the Ray cluster has no processors: add a machine that has"),
    N_("unexpected: %(problem)s"),
    N_("it did not answer in time"),
    N_("a worker cannot start: %(reason)s"),
    N_(
        "the worker on %(host)s has version %(name)s, this is %(new)s: install the same on all "
        "machines"
    ),
    N_(
        "no worker can be started (%(reason)s): see that the cluster has a free processor, enough "
        "memory, and %(name)s %(new)s on every machine"
    ),
    N_(
        "“%(name)s” is not the address of a Ray cluster: give host:port, “auto” for the one of "
        "this machine, or “local” to start one"
    ),
    N_("--ray needs Ray: %(path)s"),
    N_("no Ray cluster answers at %(host)s: start one with “ray start --head”, or use --ray local"),
    N_("a worker died over %(name)s: it is tried again"),
    N_("worker ready on %(host)s"),
    N_("worker ready on %(host)s (loaded in %(seconds)s s)"),
    N_("sentences cannot be told apart: %(path)s"),
    N_("no model can run here: %(path)s"),
    N_("“%(name)s” needs what is not installed (%(reason)s): %(path)s"),
    N_("“%(name)s” would run code of its own, which is never trusted: %(remedy)s"),
    N_("“%(name)s” cannot be used (%(reason)s): %(remedy)s"),
    N_("there is not enough memory for “%(name)s”: take a smaller model, or a server's (http://…)"),
    N_("“%(name)s” has no server's address: write %(text)s:http://127.0.0.1:5000"),
    N_("%(name)s only translates: name it with --translator"),
    N_("%(name)s answered without a translation of each text"),
    N_("%(name)s does not list its languages: write %(text)s:http://host:5000"),
    N_("%(name)s does not translate from %(old)s into %(new)s. It has: %(names)s"),
    N_("DeepL wants a key: set SUMMARIES_MODEL_KEY"),
    N_("DeepL's quota is used up: wait for the next month, or pay for more"),
    N_("DeepL asks for patience: try again in a minute"),
    N_("there is another article “%(slug)s” already: name this one with --slug"),
    N_(
        "%(path)s/summary.toml is somebody's work: nothing was written. Move it away to draft again"
    ),
    N_("%(problem)s: the extract stands"),
    N_("the article is long: the model was not shown %(count)s of its sentences"),
    N_("the article was summed up in %(count)s sections"),
    N_("it repeats “%(text)s”"),
    N_("the model wrote “%(text)s”, which does not hold: %(reason)s"),
    N_("words that the evidence does not have: %(words)s"),
    N_("the number “%(text)s” is not in the passage"),
    N_("a date of it is not in the passage"),
    N_("the day “%(text)s” is not in the passage"),
    N_("the name “%(text)s” is not in the passage"),
    N_("the quotation %(text)s is not in the passage"),
    N_("a quotation in it is not closed"),
    N_("it says something else than the passage (%(words)s)"),
    N_("it says nothing"),
    N_("the currency %(name)s is not in the passage"),
    N_("the unit %(name)s is not in the passage"),
    N_("the passage says who says this, and it does not"),
    N_("it says that somebody said this, and the passage does not"),
    N_("the passage has a negation, and it has none"),
    N_("it has a negation, and the passage has none"),
    N_("the passage has a condition, a plan or a wish, and it states a fact"),
    N_("it has a condition, a plan or a wish, and the passage has none"),
    N_("the passage says %(what)s, and it does not"),
    N_("it says %(what)s, and the passage does not"),
    N_("the article begins without a headline: write one"),
    N_("the headline's figures could not be made facts: write it again"),
    N_("%(count)s sentences have figures that cannot be facts, such as a score 3–1"),
    N_("the placeholders are not those of the source"),
    N_("{%(name)s} (%(value)s) stands %(given)s times in it, not %(wanted)s"),
    N_("the written form of {%(name)s} did not survive: its value stands there"),
    N_("an image or a recording"),
    N_("an office document or an archive"),
    N_("an office document"),
    N_("a rich text document"),
    N_("a recording or an image"),
    N_("a PostScript file"),
    N_("it says it is %(name)s, but it seems to be %(new)s: check its letters"),
    N_("its encoding is not told: it seems to be %(new)s: check its letters"),
    N_("the text is in %(locale)s and %(new)s, taken as %(again)s: check it"),
    N_("the page nests too deeply: look whether its text is whole"),
    N_("what standard input has"),
    N_("the time was up before the model was done"),
    N_("the model repeated itself"),
    N_("the model did not come to an end"),
    N_("the model wrote nothing"),
    N_("its figures cannot be told apart"),
    N_("the source writes {%(name)s} as “%(text)s”, the draft its value: does it fit?"),
    N_("write deepl, or deepl:https://host"),
    N_("{%(name)s} did not survive the translation"),
    N_("%(what)s did not survive the translation"),
    N_("the page's JSON-LD is about another article: it was not used"),
    N_("the page's JSON-LD is about another article (“%(text)s”): it was not used"),
)
