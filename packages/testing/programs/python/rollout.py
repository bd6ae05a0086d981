"""Drives whole rollouts with python-nomad, as its users do: list, blocking watch, register, promote, revert, scale, events.

One argument: the server's URL. Prints one line for each step; ends with an exception when an answer is not as it should be.
"""

import sys

import nomad
import nomad.api.exceptions

SECOND = 1_000_000_000
ID = "python-web"


def document(version, count=2):
    return {
        "ID": ID,
        "Name": ID,
        "Type": "service",
        "Datacenters": ["*"],
        "TaskGroups": [
            {
                "Name": "web",
                "Count": count,
                "Update": {
                    "Canary": 1,
                    "MaxParallel": 1,
                    "HealthCheck": "task_states",
                    "MinHealthyTime": SECOND // 10,
                    "HealthyDeadline": 60 * SECOND,
                    "ProgressDeadline": 120 * SECOND,
                },
                "Tasks": [
                    {
                        "Name": "main",
                        "Driver": "mock_driver",
                        "Config": {"run_for": "1h"},
                        "Env": {"VERSION": str(version)},
                        "Resources": {"CPU": 20, "MemoryMB": 16},
                    }
                ],
            }
        ],
    }


def watch(client, deployment_id, wanted):
    """Blocking reads of one deployment until it is as wanted."""
    index = "1"
    for _ in range(100):
        params = {"index": index, "wait": "2s"}
        response = client.deployment.request(deployment_id, params=params, method="get", timeout=30)
        deployment = response.json()
        if wanted(deployment):
            return deployment
        index = response.headers["X-Nomad-Index"]
    raise AssertionError(f"never as wanted: {deployment}")


def newest(client, version):
    for _ in range(100):
        deployment = client.job.get_deployment(ID)
        if deployment and deployment["JobVersion"] == version:
            return deployment
    raise AssertionError(f"no deployment of version {version}")


def successful(deployment):
    return deployment["Status"] == "successful"


def one_healthy(deployment):
    return deployment["TaskGroups"]["web"]["HealthyAllocs"] == 1


def rollouts(client):
    plan = client.job.plan_job(ID, {"Job": document(0)}, diff=True)
    print("plan", plan["Diff"]["Type"], "Index" in plan)
    registered = client.job.register_job(ID, {"Job": document(0)})
    print("register", ID in client.job, registered["EvalID"] != "")
    first = newest(client, 0)
    watch(client, first["ID"], successful)
    print("list", first["ID"] in [row["ID"] for row in client.deployments.get_deployments(prefix="")])
    client.job.register_job(ID, {"Job": document(1)})
    second = newest(client, 1)
    try:
        client.deployment.promote_deployment_all(second["ID"])
    except nomad.api.exceptions.BaseNomadException as error:
        print("promote too early", error.nomad_resp.status_code)
    watch(client, second["ID"], one_healthy)
    print("pause", client.deployment.pause_deployment(second["ID"], True)["EvalID"] == "")
    print("resume", client.deployment.pause_deployment(second["ID"], False)["EvalID"] != "")
    promoted = client.deployment.promote_deployment_all(second["ID"])
    print("promote", promoted["EvalID"] != "")
    print("second", watch(client, second["ID"], successful)["StatusDescription"])
    client.job.revert_job(ID, 0)
    third = newest(client, 2)
    watch(client, third["ID"], one_healthy)
    client.deployment.promote_deployment_all(third["ID"])
    print("revert", watch(client, third["ID"], successful)["JobVersion"])
    scaled = client.job.request(ID, "scale", method="post", json={"Count": 3, "Target": {"Group": "web"}}).json()
    print("scale", scaled["EvalID"] != "", client.job.get_job(ID)["TaskGroups"][0]["Count"])
    print("scaled", watch(client, newest(client, 3)["ID"], successful)["JobVersion"])


def misses(client):
    unknown = "deadbeef-0000-4000-8000-000000000000"
    print("unknown job", "nobody" in client.job, "unknown deployment", unknown in client.deployment)
    print("versions", [job["Version"] for job in client.job.get_versions(ID)["Versions"]])
    print("evaluate", client.job.evaluate_job(ID)["EvalID"] != "")
    client.job.deregister_job(ID, purge=True)
    print("purged", ID in client.job)


def seen(events, kind):
    """Waits for an event of a deployment."""
    for _ in range(1000):
        batch = events.get(timeout=30)
        if any(event["Topic"] == "Deployment" and event["Type"] == kind for event in batch.get("Events", [])):
            return True
    return False


def main():
    host, port = sys.argv[1].removeprefix("http://").split(":")
    client = nomad.Nomad(host=host, port=int(port), timeout=10)
    stream, ended, events = client.event.stream.get_stream(topic={"Deployment": "*"}, timeout=120)
    stream.daemon = True
    stream.start()
    rollouts(client)
    ended.set()
    print("events", seen(events, "DeploymentStatusUpdate"), seen(events, "DeploymentPromotion"))
    misses(client)


main()
