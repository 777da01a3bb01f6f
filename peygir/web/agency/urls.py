"""x."""

urlpatterns = []
