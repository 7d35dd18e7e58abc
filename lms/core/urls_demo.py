"""Addresses that only the demo and developers see."""

from django.urls import URLPattern, path

from lms.core import demo_mail, styleguide

urlpatterns: list[URLPattern] = [
    path("styleguide/", styleguide.show, name="styleguide"),
    path("demo/mail/", demo_mail.mails, name="demo-mails"),
    path("demo/mail/<int:number>/", demo_mail.mail, name="demo-mail"),
    path("demo/mail/<int:number>/html/", demo_mail.html, name="demo-mail-html"),
]
