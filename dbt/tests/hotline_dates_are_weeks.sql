-- A returned row is a published ticket with a day instead of a week, or with an area below a town.
with

towns as (

    select distinct area_code from {{ ref('dim_area') }}
    where level = 'town'

)

select tickets.ticket_id
from {{ ref('fct_hotline_ticket') }} as tickets
left join towns on tickets.town_code = towns.area_code
where
    tickets.created_week != {{ week_of('tickets.created_week') }}
    or tickets.due_week != {{ week_of('tickets.due_week') }}
    or tickets.closed_week != {{ week_of('tickets.closed_week') }}
    or (tickets.town_code is not null and towns.area_code is null)
