"""create_app: the one place where every part of the house is named."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, read_settings
from hrcn_community.access.guard import register_guard
from hrcn_community.audit.actions import log_read
from hrcn_community.consultations.routes import consultations
from hrcn_community.core.assets import register_assets
from hrcn_community.core.cache import register_cache
from hrcn_community.core.db import db
from hrcn_community.core.errors import register_error_pages
from hrcn_community.core.logs import configure_logs, register_logs
from hrcn_community.core.templates import register_templates
from hrcn_community.core.web import House, add_headers, csrf
from hrcn_community.discussions.routes import discussions
from hrcn_community.knowledge.routes import knowledge
from hrcn_community.learning.routes import learning
from hrcn_community.notifications.replying import register_answers
from hrcn_community.notifications.topics import register_words
from hrcn_community.reactions import QUIET_ROOMS, WORDS
from hrcn_community.site.account import account, ask_to_sign_in
from hrcn_community.site.admin import admin
from hrcn_community.site.admin_invitations import admin_invitations
from hrcn_community.site.admin_people import admin_people
from hrcn_community.site.admin_register import admin_register
from hrcn_community.site.admin_roles import admin_roles
from hrcn_community.site.cities import cities
from hrcn_community.site.claims import claims
from hrcn_community.site.drafts import drafts
from hrcn_community.site.feeds import feeds
from hrcn_community.site.files import files, register_files
from hrcn_community.site.health import health
from hrcn_community.site.held import held
from hrcn_community.site.home import home
from hrcn_community.site.joining import joining
from hrcn_community.site.layout import register_layout
from hrcn_community.site.mailed_replies import ANSWERED
from hrcn_community.site.notice_settings import notice_settings
from hrcn_community.site.notifications import notifications
from hrcn_community.site.opening import opening
from hrcn_community.site.organisations import organisations
from hrcn_community.site.own_invitations import own_invitations
from hrcn_community.site.pages import pages
from hrcn_community.site.people import people
from hrcn_community.site.polls import polls
from hrcn_community.site.posts import posts
from hrcn_community.site.pseudonyms import pseudonyms
from hrcn_community.site.running import running
from hrcn_community.site.search import search
from hrcn_community.site.settings import settings as own_settings
from hrcn_community.site.space_invitations import space_invitations
from hrcn_community.site.spaces import spaces
from hrcn_community.site.styleguide import styleguide
from hrcn_community.site.unmasking import unmasking
from hrcn_community.site.unsubscribing import unsubscribing
from hrcn_community.workshops.routes import workshops

BLUEPRINTS = (
    home,
    account,
    joining,
    people,
    own_settings,
    notice_settings,
    pseudonyms,
    claims,
    admin,
    pages,
    spaces,
    opening,
    feeds,
    running,
    held,
    posts,
    unmasking,
    polls,
    drafts,
    files,
    discussions,
    learning,
    workshops,
    consultations,
    knowledge,
    cities,
    notifications,
    unsubscribing,
    search,
    health,
    styleguide,
    admin_people,
    admin_roles,
    admin_invitations,
    admin_register,
    own_invitations,
    space_invitations,
    organisations,
)
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True)


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """Return the application; `settings` override what the environment says."""
    configure_logs()
    given = read_settings() | dict(settings or {})
    app = House(
        "hrcn_community",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(given["INSTANCE_PATH"]),
    )
    app.config.update(given)
    app.jinja_env.undefined = StrictUndefined
    register_templates(app)
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    db.init_app(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    register_logs(app)
    register_layout(app)
    register_guard(app, log_read)
    register_assets(app)
    register_cache(app)
    register_files(app)
    register_words(app, WORDS, QUIET_ROOMS)
    register_answers(app, ANSWERED)
    register_error_pages(app)
    app.register_error_handler(401, ask_to_sign_in)
    app.after_request(add_headers)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
