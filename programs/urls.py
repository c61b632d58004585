"""Addresses of the ground."""

from django.urls import path

from programs import account_urls
from programs.views import campaigns, drafts, notices, saved_views

app_name = "programs"
urlpatterns = [
    path("dot/", campaigns.campaign_list, name="campaign_list"),
    path("dot/moi/", campaigns.campaign_create, name="campaign_create"),
    path("dot/<int:pk>/", campaigns.campaign_detail, name="campaign_detail"),
    path("dot/<int:pk>/sua/", campaigns.campaign_update, name="campaign_update"),
    path("dot/<int:pk>/don-vi/", campaigns.campaign_participants, name="campaign_participants"),
    path("dot/<int:pk>/buoc/<slug:name>/", campaigns.campaign_step, name="campaign_step"),
    path("don-vi-tham-gia/<int:pk>/nhac/", notices.reminder_list, name="reminder_list"),
    path("gia-han/<int:pk>/", campaigns.extension_create, name="extension_create"),
    path("gia-han/<int:pk>/rut/", campaigns.extension_take_back, name="extension_take_back"),
    path("gia-han/<int:pk>/de-nghi/", campaigns.extension_ask, name="extension_ask"),
    path("de-nghi-gia-han/<int:pk>/", campaigns.extension_decline, name="extension_decline"),
    path("cach-xem/", saved_views.saved_view_list, name="saved_view_list"),
    path("cach-xem/<int:pk>/sua/", saved_views.saved_view_update, name="saved_view_update"),
    path("cach-xem/<int:pk>/xoa/", saved_views.saved_view_delete, name="saved_view_delete"),
    path("ban-nhap/", drafts.session, name="form_drafts"),
    path("ban-nhap/keep/", drafts.keep, name="form_draft_keep"),
    path("ban-nhap/bo/", drafts.drop, name="form_draft_drop"),
    *account_urls.urlpatterns,
]
