"""What settings are refused for."""

from __future__ import annotations

from ..language import N_

TEXTS = (
    N_(
        "SUMMARIES_%(name)s has what readers cannot see, or cannot tell apart: %(character)s; "
        "write it without"
    ),
    N_(
        "SUMMARIES_%(name)s names a model, and drafts from a model are switched off: set "
        "SUMMARIES_DRAFTS=1"
    ),
    N_("SUMMARIES_%(name)s is no address: write one such as https://chat.example.org/hook"),
    N_(
        "SUMMARIES_%(name)s needs 16 characters or more and no space: take what “openssl rand "
        "-base64 32” prints"
    ),
    N_(
        "SUMMARIES_%(name)s lets others have the repository looked at, and the desk looks at "
        "none: set SUMMARIES_GIT=1"
    ),
    N_("SUMMARIES_%(name)s=%(value)s is not a folder: name a folder, or unset it"),
    N_(
        "%(name)s=%(value)s got what is neither a folder nor a place in object storage: write one "
        "such as s3://bucket/prefix"
    ),
    N_(
        "%(name)s= got what is neither a folder nor a place in object storage: write one such as "
        "s3://bucket/prefix"
    ),
    N_("%(name)s needs a library that is not installed: %(path)s"),
    N_("%(name)s needs libraries that are not installed: %(path)s"),
    N_("SUMMARIES_%(name)s=%(value)s is not a switch: write 1 or 0"),
    N_("SUMMARIES_%(name)s=%(value)s is not a port: write one from 1 to 65535"),
    N_("SUMMARIES_%(name)s=%(value)s is not a number of seconds from 0 to 60"),
    N_(
        "SUMMARIES_%(name)s=%(value)s is not the address of a site: write "
        "https://summaries.example.org"
    ),
    N_("SUMMARIES_%(name)s=%(value)s must be a name of at most 60 characters"),
    N_(
        "SUMMARIES_%(name)s=%(value)s is no address: write corrections@example.org, or https:// "
        "and a page"
    ),
    N_("SUMMARIES_%(name)s=%(value)s is no address of a page: write one that begins with https://"),
    N_("SUMMARIES_%(name)s=%(value)s is not a time zone: write one such as Europe/Kyiv"),
    N_(
        "SUMMARIES_%(name)s=%(value)s does not say who may embed summaries: write *, none, or "
        "origins such as https://news.example.org"
    ),
    N_("SUMMARIES_%(name)s=%(value)s is not a rate: write one such as 3000/minute, or 0 for none"),
    N_(
        "SUMMARIES_%(name)s is not the address of a Redis server: write one such as "
        "redis://localhost:6379/0"
    ),
    N_(
        "SUMMARIES_%(name)s=%(value)s is not a number of proxies: write how many of yours a "
        "request passes, from 0 to 9"
    ),
    N_(
        "SUMMARIES_%(name)s is neither a switch nor a token: write 1 or 0, or at least %(most)s "
        "random letters and digits for Prometheus to send"
    ),
    N_("SUMMARIES_%(name)s=%(value)s is not known: write %(names)s"),
    N_(
        "SUMMARIES_%(name)s has “%(value)s”, which is no public key: copy the line of "
        "_publisher.pub beside the editions"
    ),
    N_("cannot be read: name an SVG or PNG file"),
    N_("is larger than 32 KiB: name a smaller file"),
    N_("is no image that can be shown: name an SVG or PNG file"),
    N_("has scripts or links in it: save it as a plain SVG"),
    N_("has no size: give its svg element a viewBox"),
    N_(
        "%(name)s=%(value)s is no colour: write one such as #0b5c6b, or one for light pages and "
        "one for dark ones"
    ),
    N_(
        "%(name)s=%(value)s is hard to read: %(new)s on light pages has a contrast of %(number)s "
        "to 1, and 4.5 is needed: write a darker one"
    ),
    N_(
        "%(name)s=%(value)s is hard to read: %(new)s on dark pages has a contrast of %(number)s "
        "to 1, and 4.5 is needed: write a lighter one"
    ),
    N_("FLASK_DEBUG would show our code to readers: unset it"),
    N_(
        "metrics need a folder for temporary files (%(reason)s): mount one at /tmp, name another "
        "in TMPDIR, or unset SUMMARIES_METRICS"
    ),
    N_(
        "%(path)s is not the key that the desk made: put the right one there, or remove it, and "
        "the desk makes another"
    ),
    N_("SUMMARIES_GIT=1 needs git: install it, or unset it"),
    N_("SUMMARIES_GIT=1, and %(path)s is in no git repository: run “git init”, or unset it"),
    N_(
        "SUMMARIES_GIT=1, and %(path)s is not in the repository %(new)s: keep articles, locales "
        "and journal in one"
    ),
    N_("%(name)s has “%(value)s”: write group=role, the role one of %(names)s"),
    N_("%(name)s has “%(value)s”, which is no language such as uk"),
    N_("%(name)s has “%(value)s”: name languages, %(new)s:uk, or %(text)s:*"),
    N_("SUMMARIES_DESK_OIDC_ISSUER needs SUMMARIES_DESK_OIDC_CLIENT_ID"),
    N_("SUMMARIES_DESK_OIDC_ISSUER needs %(name)s"),
    N_("%(name)s=%(path)s cannot be read: name an SVG or PNG file"),
    N_("%(name)s=%(path)s is larger than 32 KiB: name a smaller file"),
    N_("%(name)s=%(path)s is no image that can be shown: name an SVG or PNG file"),
    N_("%(name)s=%(path)s has scripts or links in it: save it as a plain SVG"),
    N_("%(name)s=%(path)s has no size: give its svg element a viewBox"),
)
