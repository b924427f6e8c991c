{#- The last day of a limit in working days after each day, with the limit of an indicator from the
    catalogue: day, deadline_on. A day off on which it starts does not count; days from which the
    limit ends after the calendar does are left out. -#}
{% macro workday_deadlines(indicator_id) -%}
    select
        starts.day,
        deadlines.day as deadline_on
    from {{ ref('int_workday') }} as starts
    inner join {{ ref('int_workday') }} as deadlines
        on
            deadlines.is_workday
            and starts.workday_number + {{ indicator_limit(indicator_id) }}
            = deadlines.workday_number
{%- endmacro %}
