from . import projects, versions, work

app_name = "desk"
urlpatterns = [*projects.urlpatterns, *work.urlpatterns, *versions.urlpatterns]
