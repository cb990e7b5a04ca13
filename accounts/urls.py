from django.urls import path

from .views import entrance, invitations, profile, studio

app_name = "accounts"
urlpatterns = [
    path("welcome/", entrance.welcome, name="welcome"),
    path("invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("profile/", profile.profile, name="profile"),
    path("profile/theme/", profile.theme_set, name="theme-set"),
    path("profile/density/", profile.density_set, name="density-set"),
    path("profile/security/", profile.security, name="security"),
    path("profile/log-ins/<int:pk>/end/", profile.session_end, name="session-end"),
    path("profile/log-ins/end-others/", profile.sessions_end_others, name="sessions-end-others"),
    path("studio/people/", studio.person_list, name="person-list"),
    path("studio/people/<int:pk>/", studio.person_detail, name="person-detail"),
    path("studio/people/<int:pk>/departments/", studio.person_set_departments, name="person-set-departments"),
    path("studio/people/<int:pk>/administrator/", studio.person_make_administrator, name="person-make-administrator"),
    path(
        "studio/people/<int:pk>/administrator/take/",
        studio.person_unmake_administrator,
        name="person-unmake-administrator",
    ),
    path("studio/people/<int:pk>/deactivate/", studio.person_deactivate, name="person-deactivate"),
    path("studio/people/<int:pk>/reactivate/", studio.person_reactivate, name="person-reactivate"),
    path("studio/people/<int:pk>/anonymise/", studio.person_anonymise, name="person-anonymise"),
    path("studio/people/<int:pk>/password-link/", studio.person_password_link, name="person-password-link"),
    path(
        "studio/people/<int:pk>/second-factor/remove/",
        studio.person_second_factor_remove,
        name="person-second-factor-remove",
    ),
    path("studio/invitations/", invitations.invitation_list, name="invitation-list"),
    path("studio/invitations/<int:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path("studio/settings/", studio.studio_update, name="studio-update"),
    path("studio/settings/mail/", studio.test_mail_send, name="mail-test"),
]
