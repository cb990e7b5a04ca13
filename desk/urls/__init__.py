from . import projects, work

app_name = "desk"
urlpatterns = [*projects.urlpatterns, *work.urlpatterns]
