"""The whole site as files, for any web server: rendered by the window, negotiated by rules.

Every file is an answer of the real application. The next export makes what changed since.
The folder that is made:

- ``site/``: the answers, most under their address, each with compressed twins; what no address has
  of its own (errors, further pages) under names with an underscore, which no article can have.
  ``_headers`` and ``_redirects`` are for hosts of Netlify's kind.
- ``nginx/``, ``caddy/``: rules for these servers.
- ``manifest.sqlite``: what an export wrote, see :mod:`.manifest`.
"""

from __future__ import annotations

from .objects import Site, Upload
from .site import LiveExport, Report, export

__all__ = ["LiveExport", "Report", "Site", "Upload", "export"]
