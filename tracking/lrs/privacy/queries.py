"""Who is who under a pseudonym, for those who export and forward."""

from uuid import UUID

from django.conf import settings

from tracking.lrs.privacy.keys import PSEUDONYMS, key_for
from tracking.lrs.privacy.pseudonyms import Pseudonyms


def pseudonyms_of(tenant: UUID) -> Pseudonyms:
    return Pseudonyms(key_for(PSEUDONYMS, tenant=tenant), f"{settings.PUBLIC_URL}/xapi/pseudonyms")
