"""Registering, and who was there."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import page
from hrcn_community.workshops import shown
from hrcn_community.workshops.actions import seats
from hrcn_community.workshops.actions import workshops as actions
from hrcn_community.workshops.models.seats import Seat
from hrcn_community.workshops.models.workshops import Workshop
from hrcn_community.workshops.queries import workshops as queries
from hrcn_community.workshops.routes.blueprint import workshops
from hrcn_community.workshops.routes.shared import back


@workshops.post("/workshops/<slug>/registration")
@permit(Permission.Workshops.REGISTER, queries.find_workshop)
def register(workshop: Workshop) -> Answer:
    registration = seats.register(workshop, by=me())
    return back(workshop, str(shown.STATES[Seat(registration.state)]))


@workshops.post("/workshops/<slug>/registration/end")
@permit(Permission.Workshops.REGISTER, queries.find_workshop)
def give_back(workshop: Workshop) -> Answer:
    seats.give_back(workshop, by=me())
    return back(workshop, _("You are no longer registered. Thank you for telling us in time."))


@workshops.get("/workshops/<slug>/attendance")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def attendance(workshop: Workshop) -> Any:
    people = queries.seated(workshop)
    return page("workshops/attendance.html", workshop=workshop, people=people)


@workshops.post("/workshops/<slug>/attendance")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def note_attendance(workshop: Workshop) -> Answer:
    named = set(request.form.getlist("there"))
    ids = [person.id for person in queries.seated(workshop) if person.handle in named]
    actions.note_attendance(workshop, ids, by=me())
    return back(workshop, _("Attendance is noted."))
