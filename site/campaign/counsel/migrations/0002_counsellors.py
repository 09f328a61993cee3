"""The group "Counsellors" may log in and answer; editors and moderators look after the unanswered questions."""

from django.db import migrations


def make_groups(apps, schema_editor):
    """Makes the group with its permissions. Django makes permissions only after all migrations, so they are made here."""
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    kind_model = apps.get_model("contenttypes", "ContentType")

    def permission(app, model, codename, name):
        kind, _ = kind_model.objects.get_or_create(app_label=app, model=model)
        return permission_model.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )[0]

    access = permission("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    answers = permission(
        "counsel", "enquiry", "answer_enquiry", "Can read and answer questions to the counsellors"
    )
    counsellors, _ = group_model.objects.get_or_create(name="Counsellors")
    counsellors.permissions.add(access, answers)
    links = [
        permission("counsel", "openquestion", f"{action}_openquestion", f"Can {action} unanswered question")
        for action in ("view", "change", "delete")
    ]
    for group in group_model.objects.filter(name__in=("Editors", "Moderators")):
        group.permissions.add(*links)


def remove_group(apps, schema_editor):
    """Takes the group away again."""
    apps.get_model("auth", "Group").objects.filter(name="Counsellors").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("counsel", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(make_groups, remove_group)]
