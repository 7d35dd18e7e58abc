"""What only this server knows of a tenant, so that no two tenants share a pseudonym and nobody can work one out."""

from django.db import models


class TenantSecret(models.Model):
    """Thirty-two random bytes, encrypted under a key made from SECRET_KEY. Every key of the tenant is derived from them."""

    tenant = models.UUIDField(unique=True)
    encrypted = models.TextField()

    def __str__(self) -> str:
        return str(self.tenant)
