"""Addresses of people, teams, product groups, invitations and one's own profile."""

from django.urls import path

from teams.views import entrance, groups, invitations, people, profile, sessions, teams

app_name = "teams"
urlpatterns = [
    path("settings/", groups.settings, name="settings"),
    path("settings/product-groups/new/", groups.product_group_create, name="product-group-create"),
    path(
        "settings/product-groups/<uuid:pk>/", groups.product_group_configure, name="product-group-configure"
    ),
    path("settings/product-groups/<uuid:pk>/teams/", groups.product_group_teams, name="product-group-teams"),
    path("settings/product-groups/<uuid:pk>/roles/", groups.product_group_roles, name="product-group-roles"),
    path("settings/product-groups/<uuid:pk>/roles/grant/", groups.role_grant, name="role-grant"),
    path("settings/product-groups/<uuid:pk>/roles/revoke/", groups.role_revoke, name="role-revoke"),
    path("teams/<uuid:pk>/", teams.team, name="team"),
    path("teams/<uuid:pk>/edit/", teams.team_edit, name="team-edit"),
    path("teams/<uuid:pk>/deactivate/", teams.team_deactivate, name="team-deactivate"),
    path("teams/<uuid:pk>/activate/", teams.team_activate, name="team-activate"),
    path("teams/<uuid:pk>/members/add/", teams.member_add, name="member-add"),
    path("teams/<uuid:pk>/members/remove/", teams.member_remove, name="member-remove"),
    path("teams/<uuid:pk>/members/take-role/", teams.member_role_take, name="member-role-take"),
    path("people/", people.people, name="people"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<uuid:pk>/deactivate/", people.person_deactivate, name="person-deactivate"),
    path("people/<uuid:pk>/activate/", people.person_activate, name="person-activate"),
    path("people/<uuid:pk>/admin/appoint/", people.admin_appoint, name="admin-appoint"),
    path("people/<uuid:pk>/admin/dismiss/", people.admin_dismiss, name="admin-dismiss"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/new/many/", invitations.invite_many, name="invite-many"),
    path("invitations/<uuid:pk>/resend/", invitations.invitation_resend, name="invitation-resend"),
    path("invitations/<uuid:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path("invitations/<str:secret>/", invitations.invitation_accept, name="invitation-accept"),
    path("profile/", profile.profile, name="profile"),
    path("profile/sessions/", sessions.sessions, name="sessions"),
    path("profile/sessions/end/", sessions.sessions_end, name="sessions-end"),
    path("profile/sessions/<int:pk>/end/", sessions.session_end, name="session-end"),
    path("profile/tokens/", profile.tokens, name="tokens"),
    path("profile/tokens/<uuid:pk>/revoke/", profile.token_revoke, name="token-revoke"),
    path("demo/sign-in/", entrance.demo_sign_in, name="demo-sign-in"),
    path("welcome/", entrance.welcome, name="welcome"),
]
