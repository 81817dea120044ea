// What files alone cannot answer: languages negotiated as the live service does, addresses with a
// query, redirects, errors in the reader's language. For nginx's njs (0.7 or newer).
//
// SITE is written by the export: the languages, tables made of CLDR's data, and every pattern and
// limit that the live service has a name for. None of them is written here.

import fs from 'fs';
import crypto from 'crypto';

const SITE = /* SITE */ {};

const TAG = '[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*';
const SLUG = new RegExp('^' + SITE.slug + '$');
const RANGE = new RegExp('^' + SITE.range + '$');
const WELL_FORMED = /^([a-z]{2,3})(?:-([a-z]{3}))?(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?$/;
// What the live service has a view for; other methods than GET are refused there.
const ROUTES = new RegExp('^/(?:|' + TAG + '/(?:[^/]*|[^/]+/(?:|embed|card-[^/]+[.]png)|[0-9]{4}/[0-9]{2})|articles/[^/]+(?:/(?:source)?)?'
    + '|static/.+|[.]well-known/summaries-signers[.]json|robots[.]txt|sitemap(?:-[0-9]+)?[.]xml|api/v1/(?:|languages|openapi[.]json|articles(?:/[^/]+(?:/summary)?)?))$');
// The addresses of an article.
const NAMED = new RegExp('^(/articles|/api/v1/articles|/(?!api/)' + TAG + ')/([^/]+)(|/|/embed|/source|/summary|/card-[^/]+[.]png)$');
const CARD = /^card-[0-9a-f]+\.png$/;
// A month's list: the year and the month of the address.
const MONTH = /^(?!0000)[0-9]{4}\/(?:0[1-9]|1[0-2])$/;
const HTML = 'text/html; charset=utf-8';
const PROBLEM = 'application/problem+json';

// Languages

/** The row of a tag: [language meant or -1, language, distance, language, distance, …]. */
function row(name) {
    const written = name.toLowerCase();
    const parts = name.length <= SITE.longest.tag && WELL_FORMED.exec(SITE.aliases[written] || written);
    if (!parts) {
        return [];
    }
    let code = parts[2] && parts[2] !== 'cmn' ? parts[2] : parts[1];
    code = SITE.aliases[code] || code;
    const stem = parts[3] ? code + '-' + parts[3] : code;
    const found = parts[4] && (SITE.rows[stem + '-' + parts[4]] || SITE.rows[stem + '-*']);
    return found || (parts[4] ? [] : SITE.rows[stem]) || [];
}

/** The language tags of an Accept-Language header, best first. */
function ranges(header) {
    const found = [];
    const parts = header.slice(0, SITE.longest.header).split(',').slice(0, 2 * SITE.ranges);
    parts.forEach((part, place) => {
        const match = RANGE.exec(part);
        const quality = match ? Math.min(match[2] === undefined ? 1 : parseFloat(match[2]), 1) : 0;
        if (quality > 0) {
            found.push({ name: match[1].replace(/_/g, '-'), quality: quality, place: place });
        }
    });
    found.sort((a, b) => b.quality - a.quality || a.place - b.place);
    const names = found.map((range) => range.name);
    return names.filter((name, place) => names.indexOf(name) === place).slice(0, SITE.ranges);
}

/** What a reader gets of `available` (tags): {language, requested, fits}. */
function choose(header, available, standard) {
    const wanted = ranges(header);
    const named = wanted.filter((name) => name !== '*');
    let best = null;
    wanted.forEach((name, rank) => {
        const near = row(name);
        const distances = {};
        for (let i = 1; i < near.length; i += 2) {
            distances[SITE.languages[near[i]]] = near[i + 1];
        }
        available.forEach((language) => {
            const far = distances[language] === undefined ? null : distances[language] + SITE.demotion * rank;
            if (far !== null && (best === null || far < best.far)) {
                best = { far: far, language: language };
            }
        });
    });
    const requested = named.length ? named[0] : null;
    if (best === null) {
        return { language: standard, requested: requested, fits: requested === null };
    }
    return { language: best.language, requested: requested, fits: meant(requested) === best.language };
}

/** The language of the site that a tag means, whatever its spelling and region; null for none. */
function meant(name) {
    const found = row(name.replace(/_/g, '-'));
    return found.length && found[0] >= 0 ? SITE.languages[found[0]] : null;
}

function negotiate(r, available, standard, remembered) {
    let wanted = r.headersIn['Accept-Language'] || '';
    vary(r, 'Accept-Language');
    if (remembered) {
        vary(r, 'Cookie');
        wanted = (r.variables['cookie_' + SITE.cookie] || '').slice(0, SITE.longest.tag) + ',' + wanted;
    }
    return choose(wanted, available, standard);
}

function vary(r, name) {
    const before = r.variables.summaries_vary;
    if ((', ' + before + ',').indexOf(' ' + name + ',') < 0) {
        r.variables.summaries_vary = before ? before + ', ' + name : name;
    }
}

/** The language of the answer: the address's own, else the reader's. */
function language(r, path, query) {
    const first = path.split('/')[1];
    const asked = (first === 'articles' ? query.lang || '' : first).replace(/_/g, '-');
    if (SITE.languages.indexOf(asked) >= 0) {
        return asked;
    }
    return negotiate(r, SITE.languages, SITE.standard, true).language;
}

// Files

function place(r, path) {
    return r.variables.document_root + '/' + path;
}

function exists(r, path) {
    try {
        fs.accessSync(place(r, path), fs.constants.R_OK);
        return true;
    } catch (e) {
        return false;
    }
}

function read(r, path) {
    return fs.readFileSync(place(r, path), 'utf8');
}

// Answers

/** Let nginx itself answer with a file: compressed, conditional, in parts. */
function file(r, path) {
    r.internalRedirect('/_file/' + path);
}

/** Hand the request on to the live service, where the server's configuration says that there is one. */
function behind(r) {
    const location = r.variables.summaries_behind;
    if (location) {
        r.internalRedirect(location);
    }
    return Boolean(location);
}

/** Answer 200 with a text made here of an exported one, with the ETag that it has everywhere. */
function made(r, text, type) {
    const etag = crypto.createHash('sha1').update(text).digest('hex');
    r.headersOut.ETag = '"' + etag + '"';
    const known = r.headersIn['If-None-Match'];
    if (known && (known.trim() === '*' || known.indexOf(etag) >= 0)) {
        r.status = 304;
        r.sendHeader();
        r.finish();
        return;
    }
    r.headersOut['Content-Type'] = type;
    r.return(200, text);
}

function redirect(r, status, path) {
    r.status = status;
    r.headersOut.Location = path;
    r.headersOut['Content-Type'] = HTML;
    r.headersOut['Content-Length'] = '0';
    r.sendHeader();
    r.finish();
}

function moved(r, segments, query) {
    redirect(r, 308, segments.map(encodeURIComponent).join('/') + (query ? '?' + query : ''));
}

/** The address, by today's name, of an article that had another one; nothing for other addresses. */
function renamed(path) {
    const found = NAMED.exec(path);
    const name = found && ROUTES.test(path) && SITE.renamed[found[2]];
    return typeof name === 'string' ? (found[1] + '/' + name + found[3]).split('/') : null;
}

/** Answer with an exported error; `change` may fill in what was asked for. */
function fail(r, status, path, change) {
    const text = read(r, '_errors/' + status + '/' + path);
    const named = path.replace(/[.]html$/, '').split('/').filter((part) => SITE.languages.indexOf(part) >= 0);
    if (named.length && !/json$/.test(path)) {
        r.variables.summaries_language = named[0];
    }
    r.headersOut['Content-Type'] = /json$/.test(path) ? PROBLEM : HTML;
    if (status === 405) {
        r.headersOut.Allow = 'GET, HEAD, OPTIONS';
    }
    r.return(status, change ? change(text) : text);
}

/** Say that there is nothing: withdrawn, not in this language, or unknown. */
function missing(r, tongue, path, folder) {
    const base = (folder || '') + tongue;
    if (path && exists(r, '_errors/410/' + base + '/' + path)) {
        fail(r, 410, base + '/' + path);
    } else if (path && exists(r, '_errors/404/' + base + '/' + path)) {
        fail(r, 404, base + '/' + path);
    } else {
        fail(r, 404, base + '.html');
    }
}

function unknown(r, path, query) {
    missing(r, language(r, path, query));
}

// Pages

function home(r) {
    const choice = negotiate(r, SITE.languages, SITE.standard, true);
    redirect(r, 302, '/' + choice.language + '/' + note(choice));
}

function note(choice) {
    return choice.fits ? '' : '?requested=' + choice.requested;
}

function about(r, slug) {
    const path = 'api/v1/articles/' + slug + '.json';
    if (!SLUG.test(slug) || !exists(r, path)) {
        return null;
    }
    const found = JSON.parse(read(r, path));
    // The order of the live service; that of an object's keys is njs's own.
    return {
        source: found.source_language,
        editions: Object.keys(found.editions).sort(),
        withdrawn: Object.keys(found.withdrawn).sort()
    };
}

function article(r, path, slug, query) {
    const known = about(r, slug);
    if (!known) {
        unknown(r, path, query);
        return;
    }
    const found = known.editions.length ? known.editions : known.withdrawn;
    const source = found.indexOf(known.source) >= 0 ? known.source : found[0];
    const choice = negotiate(r, found, source, true);
    redirect(r, 302, '/' + choice.language + '/' + slug + note(choice));
}

function source(r, path, slug, query) {
    const tongue = language(r, path, query);
    const page = 'articles/' + slug + '/source/' + tongue + '.html';
    const gone = 'source/' + slug + '/' + tongue + '.html';
    if (SLUG.test(slug) && exists(r, page)) {
        r.variables.summaries_language = tongue;
        file(r, page);
    } else if (SLUG.test(slug) && exists(r, '_errors/410/' + gone)) {
        fail(r, 410, gone);
    } else {
        missing(r, tongue);
    }
}

/** A page that says, where `requested` names another language, that it is not what was asked for. */
function page(r, path, tongue, query) {
    const wanted = (query.requested || '').slice(0, SITE.longest.requested);
    if (wanted && meant(wanted) !== tongue && asks(r, tongue, wanted)) {
        const notes = JSON.parse(read(r, '_notes/' + tongue + '.json'));
        let name = wanted.toLowerCase().replace(/_/g, '-');
        while (name && notes.names[name] === undefined) {
            name = name.slice(0, Math.max(name.lastIndexOf('-'), 0));
        }
        if (name) {
            const text = read(r, path);
            const at = text.indexOf(notes.after) + notes.after.length;
            made(r, text.slice(0, at) + notes.before + notes.names[name] + notes.behind + text.slice(at), 'text/html');
            return;
        }
    }
    file(r, path);
}

/** Whether `wanted` is the reader's own wish: else they got the address from somebody whose wish it was. */
function asks(r, tongue, wanted) {
    const first = negotiate(r, [tongue], tongue, true).requested;
    return (first || '').slice(0, SITE.longest.requested) === wanted;
}

function remember(r, tongue, path) {
    const expires = new Date(Date.now() + SITE.seconds * 1000).toUTCString();
    r.headersOut['Set-Cookie'] = [
        SITE.cookie + '=' + tongue + '; Expires=' + expires + '; Max-Age=' + SITE.seconds +
        (SITE.secure ? '; Secure' : '') + '; HttpOnly; Path=/; SameSite=Lax'
    ];
    redirect(r, 303, path);
}

function index(r, tongue, query) {
    list(r, tongue, query, '/', '/index.html', '/_page/');
}

/** A list in pages: at `address`, with `first` as the file of its first page, others `below`. */
function list(r, tongue, query, address, first, below) {
    if (query.remember === '1') {
        remember(r, tongue, '/' + tongue + address);
        return;
    }
    const number = query.page;
    const path = tongue + (number === undefined ? first : below + number + '.html');
    if ((number === undefined || /^[1-9][0-9]{0,5}$/.test(number)) && exists(r, path)) {
        page(r, path, tongue, query);
    } else {
        missing(r, tongue);
    }
}

function edition(r, tongue, slug, query) {
    if (slug === 'corrections') {
        list(r, tongue, query, '/corrections', '/corrections.html', '/_corrections/');
        return;
    }
    const path = tongue + '/' + slug + '.html';
    const known = SLUG.test(slug) && slug !== 'index';
    if (!known || !exists(r, path)) {
        missing(r, tongue, known ? slug + '.html' : '');
    } else if (query.remember === '1') {
        remember(r, tongue, '/' + tongue + '/' + slug);
    } else if (query.evidence !== 'all' || !behind(r)) {
        page(r, path, tongue, query);
    }
}

function below(r, tongue, slug, last, query) {
    if (MONTH.test(slug + '/' + last)) {
        list(r, tongue, query, '/' + slug + '/' + last, '/' + slug + '/' + last + '.html', '/' + slug + '/_' + last + '/');
        return;
    }
    const path = tongue + '/' + slug + '/' + (last === 'embed' ? 'embed.html' : last);
    const known = SLUG.test(slug);
    if (known && exists(r, path)) {
        file(r, path);
    } else if (last === 'embed') {
        missing(r, tongue, known ? slug + '.html' : '', 'embed/');
    } else {
        missing(r, tongue, known && !exists(r, tongue + '/' + slug + '.html') ? slug + '.html' : '');
    }
}

function pages(r, path, query, raw) {
    const parts = path.split('/');
    const month = parts.length === 4 && MONTH.test(parts[2] + '/' + parts[3]);
    if (parts[1] === 'articles' && parts.length === 3 && parts[2]) {
        article(r, path, parts[2], query);
    } else if (parts[1] === 'articles' && parts.length === 4 && parts[3] === 'source') {
        source(r, path, parts[2], query);
    } else if (parts.length === 4 && parts[3] === '' && SLUG.test(parts[2])
               && (parts[1] === 'articles' || SITE.languages.indexOf(parts[1]) >= 0)
               && exists(r, 'api/v1/articles/' + parts[2] + '.json')) {
        moved(r, parts.slice(0, 3), '');
    } else if (!new RegExp('^' + TAG + '$').test(parts[1])) {
        exists(r, path.slice(1)) && /^\/(?:(?:\.well-known\/summaries-signers\.json|robots\.txt|sitemap(?:-[0-9]+)?\.xml|static\/(?:icon\.svg|logo-[0-9a-z]+\.(?:svg|png)))$)/.test(path)
            ? file(r, path.slice(1))
            : unknown(r, path, query);
    } else if (parts.length === 2) {
        moved(r, ['', parts[1], ''], raw);
    } else if (parts.length > 4 || parts.length === 4 && parts[3] !== 'embed' && !CARD.test(parts[3]) && !month
               || parts.length === 4 && !parts[2]) {
        unknown(r, path, query);
    } else if (SITE.languages.indexOf(parts[1]) < 0) {
        const tongue = meant(parts[1]);
        if (!tongue || parts.length === 4 && parts[3] !== 'embed' && !month) {
            unknown(r, path, query);
        } else {
            moved(r, ['', tongue].concat(parts.slice(2)), '');
        }
    } else if (parts.length === 4) {
        below(r, parts[1], parts[2], parts[3], query);
    } else if (parts[2] === '') {
        index(r, parts[1], query);
    } else if (parts[2] === 'feed.atom') {
        file(r, parts[1] + '/feed.atom');
    } else {
        edition(r, parts[1], parts[2], query);
    }
}

// API

const FORMATS = SITE.formats.map((format) => format[0]);
const KINDS = SITE.formats.map((format) => format[1]);
const SUFFIXES = SITE.formats.map((format) => format[2]);

/** The format to answer in: its position; -1 when none will do. */
function format(r, query) {
    if (query.format !== undefined) {
        return FORMATS.indexOf(query.format);
    }
    vary(r, 'Accept');
    const header = r.headersIn.Accept;
    if (!header) {
        return 0;
    }
    const accepted = header.split(',').map((part) => {
        const quality = /;\s*q\s*=\s*([0-9.]+)/i.exec(part);
        const kind = part.split(';')[0].trim().toLowerCase();
        const special = kind === '*/*' ? 0 : /\/\*$/.test(kind) ? 1 : 2;
        return { kind: kind, special: special, quality: quality ? parseFloat(quality[1]) : 1 };
    }).sort((a, b) => b.special - a.special || b.quality - a.quality);
    let best = { at: -1, quality: 0, special: -1 };
    KINDS.forEach((kind, at) => {
        const found = accepted.filter((one) => one.kind === '*/*' || one.kind === kind
                                              || one.kind === kind.split('/')[0] + '/*')[0];
        if (found && found.quality > 0 && (found.quality > best.quality
                || found.quality === best.quality && found.special > best.special)) {
            best = { at: at, quality: found.quality, special: found.special };
        }
    });
    return best.at;
}

/** Put a word of the request into an exported text, in the place of the one it was made with. */
function put(before, word) {
    const written = JSON.stringify(word).slice(1, -1);
    return (text) => text.split('“' + before + '”').join('“' + written + '”');
}

function summary(r, slug, query) {
    if (query.part !== undefined && behind(r)) {
        return;
    }
    const at = format(r, query);
    if (at < 0) {
        query.format !== undefined ? fail(r, 400, 'format.json') : fail(r, 406, 'api.json');
        return;
    }
    const known = about(r, slug);
    if (!known) {
        fail(r, 404, 'api-article.json', put('-', slug.slice(0, SITE.longest.slug)));
        return;
    }
    const path = 'api/v1/articles/' + slug + '/summary/';
    const editions = known.editions;
    const gone = known.withdrawn;
    let choice = { language: gone[0] };
    if (query.lang !== undefined) {
        choice = { language: meant(query.lang.slice(0, SITE.longest.lang)) };
    } else if (editions.length) {
        const standard = editions.indexOf(known.source) >= 0 ? known.source : editions[0];
        choice = negotiate(r, editions, standard, false);
    }
    if (gone.indexOf(choice.language) >= 0) {
        fail(r, 410, 'api/' + slug + '/' + choice.language + '.json');
    } else if (editions.indexOf(choice.language) < 0) {
        fail(r, 404, 'api/' + slug + '.json', put('qqq', query.lang.slice(0, SITE.longest.lang)));
    } else {
        r.variables.summaries_language = choice.language;
        if (at > 0) {
            r.variables.summaries_robots = 'noindex';
        }
        if (at > 0 || query.lang !== undefined) {
            file(r, path + choice.language + '.' + SUFFIXES[at]);
        } else {
            const more = ',"requested_language":' + JSON.stringify(choice.requested)
                + ',"fits_request":' + choice.fits + '}';
            made(r, read(r, path + choice.language + '.json').replace(/}$/, more), KINDS[0]);
        }
    }
}

function articles(r, query) {
    const limit = query.limit === undefined ? String(SITE.limit) : query.limit;
    if (!/^[1-9][0-9]{0,2}$/.test(limit) || Number(limit) > SITE.most) {
        fail(r, 400, 'limit.json');
    } else if (query.after !== undefined && !SLUG.test(query.after)) {
        fail(r, 400, 'after.json');
    } else {
        const path = query.after === undefined ? 'articles.json' : '_after/' + query.after + '.json';
        // Only the usual pages are exported, as “next” names them.
        if (Number(limit) === SITE.limit && exists(r, 'api/v1/' + path)) {
            file(r, 'api/v1/' + path);
        } else if (!behind(r)) {
            fail(r, 404, 'api.json');
        }
    }
}

function api(r, path, query, raw) {
    const parts = path.split('/').slice(3);
    if (path === '/api' || path === '/api/v1') {
        redirect(r, 308, path + '/' + (raw ? '?' + raw : ''));
    } else if (!/^\/api\/v1\//.test(path)) {
        fail(r, 404, 'api.json');
    } else if (path === '/api/v1/') {
        r.variables.summaries_language = 'en';
        file(r, 'api/v1/index.html');
    } else if (parts.length === 1 && parts[0] === 'articles') {
        articles(r, query);
    } else if (parts.length === 1 && parts[0] === 'languages') {
        file(r, 'api/v1/languages.json');
    } else if (parts.length === 1 && parts[0] === 'openapi.json') {
        file(r, 'api/v1/openapi.json');
    } else if (parts[0] === 'articles' && parts[1] && parts.length === 2) {
        SLUG.test(parts[1]) && exists(r, 'api/v1/articles/' + parts[1] + '.json')
            ? file(r, 'api/v1/articles/' + parts[1] + '.json')
            : fail(r, 404, 'api-article.json', put('-', parts[1].slice(0, SITE.longest.slug)));
    } else if (parts[0] === 'articles' && parts[1] && parts.length === 3 && parts[2] === 'summary') {
        summary(r, parts[1], query);
    } else {
        fail(r, 404, 'api.json');
    }
}

// Requests

function parsed(raw) {
    const query = {};
    raw.split('&').forEach((pair) => {
        const at = pair.indexOf('=');
        const name = text(at < 0 ? pair : pair.slice(0, at));
        if (pair && query[name] === undefined) {
            query[name] = at < 0 ? '' : text(pair.slice(at + 1));
        }
    });
    return query;
}

function text(encoded) {
    try {
        return decodeURIComponent(encoded.replace(/\+/g, ' '));
    } catch (e) {
        return encoded.replace(/%../g, '\uFFFD');
    }
}

function options(r) {
    r.headersOut.Allow = 'GET, HEAD, OPTIONS';
    r.headersOut['Content-Type'] = HTML;
    r.return(200, '');
}

function answer(r) {
    const asked = r.variables.request_uri;
    const mark = asked.indexOf('?');
    const raw = mark < 0 ? '' : asked.slice(mark + 1);
    const query = parsed(raw);
    const path = text((mark < 0 ? asked : asked.slice(0, mark)).replace(/\+/g, '%2B'));
    const programs = path.indexOf('/api/') === 0 || path === '/api';
    const reading = r.method === 'GET' || r.method === 'HEAD' || !ROUTES.test(path);
    if (r.method === 'OPTIONS' && programs) {
        r.headersOut['Access-Control-Allow-Methods'] = 'GET, HEAD, OPTIONS';
        r.headersOut['Access-Control-Allow-Headers'] = 'Accept, Accept-Language, If-None-Match';
        r.headersOut['Access-Control-Max-Age'] = '86400';
    }
    if (!reading && r.method === 'OPTIONS') {
        options(r);
    } else if (!reading) {
        fail(r, 405, programs ? 'api.json' : language(r, path, query) + '.html');
    } else if (path === '/') {
        home(r);
    } else if (/\/\//.test(path)) {
        moved(r, path.replace(/\/\/+/g, '/').split('/'), raw);
    } else if (renamed(path)) {
        moved(r, renamed(path), raw);
    } else if (programs) {
        api(r, path, query, raw);
    } else if (path !== '/favicon.ico' || !behind(r)) {
        pages(r, path, query, raw);
    }
}

export default { answer };
