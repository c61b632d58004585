"""Addresses of the ground."""

from django.urls import path

from programs import account_urls
from programs.views import campaigns

app_name = "programs"
urlpatterns = [
    path("dot/", campaigns.CampaignListView.as_view(), name="campaign_list"),
    path("dot/moi/", campaigns.CampaignCreateView.as_view(), name="campaign_create"),
    path("dot/<int:pk>/", campaigns.campaign_detail, name="campaign_detail"),
    path("dot/<int:pk>/sua/", campaigns.CampaignUpdateView.as_view(), name="campaign_update"),
    path("dot/<int:pk>/don-vi/", campaigns.campaign_participants, name="campaign_participants"),
    path("dot/<int:pk>/buoc/<slug:name>/", campaigns.campaign_step, name="campaign_step"),
    path("gia-han/<int:pk>/", campaigns.extension_create, name="extension_create"),
    *account_urls.urlpatterns,
]
